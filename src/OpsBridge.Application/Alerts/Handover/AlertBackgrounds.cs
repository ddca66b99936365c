using Npgsql;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Shifts.Handover;

namespace OpsBridge.Alerts.Handover;

/// <summary>What happened to alerts and was tried, from their steps: the last few of each, oldest first.</summary>
internal static class AlertBackgrounds
{
    private const int Steps = 6;

    private const string Query =
        """
        select alert_id, at, kind, actor_name, after_owner, after_severity, why from (
            select *, row_number() over (partition by alert_id order by revision desc) as back from alert_changes where alert_id = any($1) and at <= $2
        ) steps where back <= 6 order by alert_id, revision
        """;

    /// <summary>One text per alert that has a history.</summary>
    public static async Task<Dictionary<long, string>> ReadAsync(OpsDbContext db, long[] alerts, FactWords words, DateTimeOffset now, CancellationToken ct)
    {
        var lines = new Dictionary<long, List<string>>();
        if (alerts.Length > 0)
        {
            await using var command = new NpgsqlCommand(Query, (NpgsqlConnection)db.Database.GetDbConnection());
            command.Parameters.Add(new() { Value = alerts });
            command.Parameters.Add(new() { Value = now.UtcDateTime });
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                var id = reader.GetInt64(0);
                var at = words.Clock(reader.GetFieldValue<DateTimeOffset>(1), now);
                var what = Words((AlertTransitionKind)reader.GetInt16(2), reader.GetString(3), Text(reader, 4), (AlertSeverity)reader.GetInt16(5));
                (lines.TryGetValue(id, out var list) ? list : lines[id] = new List<string>(Steps)).Add($"{at} {what}{(Text(reader, 6) is { } why ? $": {why}" : "")}.");
            }
        }

        return lines.ToDictionary(l => l.Key, l => string.Join(' ', l.Value));
    }

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column).Trim() is { Length: > 0 } text ? text : null;

    private static string Words(AlertTransitionKind kind, string actor, string? owner, AlertSeverity severity) => kind switch
    {
        AlertTransitionKind.Worsened => $"worse, now {severity.ToString().ToLowerInvariant()}",
        AlertTransitionKind.Eased => $"milder, now {severity.ToString().ToLowerInvariant()}",
        AlertTransitionKind.CameBack => "came back",
        AlertTransitionKind.Acknowledged => $"{actor} acknowledged",
        AlertTransitionKind.Unacknowledged => $"{actor} took the acknowledgement back",
        AlertTransitionKind.AcknowledgementExpired => "the acknowledgement ran out",
        AlertTransitionKind.Taken => $"{actor} took it",
        AlertTransitionKind.Given => $"{actor} gave it to {owner}",
        AlertTransitionKind.Pooled => $"{actor} gave it back to the pool",
        AlertTransitionKind.Reranked => $"{actor} judged it {severity.ToString().ToLowerInvariant()}",
        AlertTransitionKind.Shelved => $"{actor} put it aside",
        AlertTransitionKind.Noted => $"{actor} noted",
        AlertTransitionKind.FlappingStarted => "began to come and go",
        _ => $"{kind}".ToLowerInvariant(),
    };
}
