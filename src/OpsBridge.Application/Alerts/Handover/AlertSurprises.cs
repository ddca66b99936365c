using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Shifts.Handover;

namespace OpsBridge.Alerts.Handover;

/// <summary>Alerts older than T that got worse or came back within the hour after it, and that nobody had written about.</summary>
internal sealed class AlertSurprises : IHandoverSurprises
{
    private const string Query =
        """
        select a.id, a.summary, max(c.after_severity) from alert_changes c join alerts a on a.id = c.alert_id
        where c.at >= $1 and c.at < $2 and c.kind in (1, 3) and a.raised_at < $1
        group by a.id, a.summary order by max(c.after_severity) desc, a.id limit 500
        """;

    private const int Most = 50;

    /// <inheritdoc />
    public async Task<IReadOnlyList<string>> ReadAsync(OpsDbContext db, DateTimeOffset cut, DateTimeOffset until, IReadOnlySet<string> mentioned, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Query, (NpgsqlConnection)db.Database.GetDbConnection());
        command.Parameters.Add(new() { Value = cut.UtcDateTime });
        command.Parameters.Add(new() { Value = until.UtcDateTime });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var surprises = new List<string>();
        while (await reader.ReadAsync(ct) && surprises.Count < Most)
        {
            if (!mentioned.Contains($"alert/{reader.GetInt64(0).ToString(CultureInfo.InvariantCulture)}"))
            {
                surprises.Add($"{reader.GetString(1)} (now {((AlertSeverity)reader.GetInt16(2)).ToString().ToLowerInvariant()})");
            }
        }

        return surprises;
    }
}
