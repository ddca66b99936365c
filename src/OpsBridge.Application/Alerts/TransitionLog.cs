using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using OpsBridge.Data;

namespace OpsBridge.Alerts;

/// <summary>
/// Writes transitions by COPY, in whatever transaction the connection is in. Where one or two are written together with
/// their alerts, <c>db.Add(transition)</c> after <see cref="MakeRoomAsync"/> does the same.
/// </summary>
public static class TransitionLog
{
    private const string Copy =
        """
        copy alert_changes (alert_id, revision, at, kind, actor_id, actor_name,
            before_state, before_severity, before_owner, before_acknowledged_by, before_shelved_until, before_cause_id, before_flapping, before_ending,
            after_state, after_severity, after_owner, after_acknowledged_by, after_shelved_until, after_cause_id, after_flapping, after_ending,
            why, action_id, restore) from stdin (format binary)
        """;

    private static readonly ConcurrentDictionary<(string Database, DateOnly Day), bool> s_rooms = new();

    /// <summary>Writes all of them; their days' partitions are made where they are missing.</summary>
    public static async Task WriteAsync(NpgsqlConnection connection, IReadOnlyList<AlertTransition> transitions, CancellationToken ct)
    {
        if (transitions.Count == 0)
        {
            return;
        }

        foreach (var day in transitions.Select(t => DayOf(t.At)).Distinct())
        {
            await RoomOfAsync(connection, day, ct);
        }

        await using var copy = await connection.BeginBinaryImportAsync(Copy, ct);
        foreach (var transition in transitions)
        {
            await WriteRowAsync(copy, transition, ct);
        }

        await copy.CompleteAsync(ct);
    }

    /// <summary>
    /// Sees to it that the partition of a moment exists. The keeper makes partitions ahead, so this finds one nearly
    /// always; it is for a clock that was set and for a keeper that could not run.
    /// </summary>
    public static Task MakeRoomAsync(NpgsqlConnection connection, DateTimeOffset at, CancellationToken ct) => RoomOfAsync(connection, DayOf(at), ct);

    private static async Task RoomOfAsync(NpgsqlConnection connection, DateOnly day, CancellationToken ct)
    {
        var room = (connection.ConnectionString, day);
        if (s_rooms.ContainsKey(room))
        {
            return;
        }

        var wasClosed = connection.State == System.Data.ConnectionState.Closed;
        if (wasClosed)
        {
            await connection.OpenAsync(ct);
        }

        try
        {
            await using var look = new NpgsqlCommand("select to_regclass($1) is not null", connection);
            look.Parameters.Add(new() { Value = string.Create(CultureInfo.InvariantCulture, $"{AlertTransitionSql.Table}_{day:yyyyMMdd}") });
            if (await look.ExecuteScalarAsync(ct) is true)
            {
                s_rooms.TryAdd(room, true);
                return;
            }

            // Not remembered yet: the caller's transaction may be rolled back, and the partition with it.
            await DayPartitions.EnsureAsync(connection, AlertTransitionSql.Table, day, ct);
        }
        finally
        {
            if (wasClosed)
            {
                await connection.CloseAsync();
            }
        }
    }

    private static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    private static async Task WriteRowAsync(NpgsqlBinaryImporter copy, AlertTransition transition, CancellationToken ct)
    {
        await copy.StartRowAsync(ct);
        await copy.WriteAsync(transition.AlertId, NpgsqlDbType.Bigint, ct);
        await copy.WriteAsync(transition.Revision, NpgsqlDbType.Integer, ct);
        await copy.WriteAsync(transition.At.UtcDateTime, NpgsqlDbType.TimestampTz, ct);
        await copy.WriteAsync((short)transition.Kind, NpgsqlDbType.Smallint, ct);
        await OrNullAsync(copy, transition.ActorId, NpgsqlDbType.Uuid, ct);
        await copy.WriteAsync(transition.ActorName, NpgsqlDbType.Text, ct);
        await WriteStandingAsync(copy, transition.Before, ct);
        await WriteStandingAsync(copy, transition.After, ct);
        await TextAsync(copy, transition.Why, NpgsqlDbType.Text, ct);
        await OrNullAsync(copy, transition.ActionId, NpgsqlDbType.Uuid, ct);
        await TextAsync(copy, transition.Restore, NpgsqlDbType.Jsonb, ct);
    }

    private static async Task WriteStandingAsync(NpgsqlBinaryImporter copy, AlertStanding standing, CancellationToken ct)
    {
        await copy.WriteAsync((short)standing.State, NpgsqlDbType.Smallint, ct);
        await copy.WriteAsync((short)standing.Severity, NpgsqlDbType.Smallint, ct);
        await TextAsync(copy, standing.Owner, NpgsqlDbType.Text, ct);
        await TextAsync(copy, standing.AcknowledgedBy, NpgsqlDbType.Text, ct);
        await OrNullAsync(copy, standing.ShelvedUntil?.UtcDateTime, NpgsqlDbType.TimestampTz, ct);
        await OrNullAsync(copy, standing.CauseId, NpgsqlDbType.Bigint, ct);
        await copy.WriteAsync(standing.Flapping, NpgsqlDbType.Boolean, ct);
        await OrNullAsync(copy, (short?)standing.Ending, NpgsqlDbType.Smallint, ct);
    }

    private static Task TextAsync(NpgsqlBinaryImporter copy, string? text, NpgsqlDbType type, CancellationToken ct) =>
        text is null ? copy.WriteNullAsync(ct) : copy.WriteAsync(text, type, ct);

    private static Task OrNullAsync<T>(NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type, CancellationToken ct)
        where T : struct =>
        value is { } some ? copy.WriteAsync(some, type, ct) : copy.WriteNullAsync(ct);
}
