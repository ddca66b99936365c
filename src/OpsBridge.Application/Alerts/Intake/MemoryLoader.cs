using Npgsql;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts.Intake;

/// <summary>Reads the intake's memory from the database: whole at start and after an outage, in part when alerts were closed.</summary>
internal sealed class MemoryLoader(IntakeConnection connection, IntakeMemory memory, TimeProvider clock)
{
    private static readonly TimeSpan s_shortestGrace = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_longestGrace = TimeSpan.FromHours(1);

    /// <summary>
    /// Reads everything anew. Nobody could report while the intake was away, so every alert gets the time that its sender
    /// last gave itself (5 minutes to an hour) before it may time out.
    /// </summary>
    public async Task LoadAsync(CancellationToken ct)
    {
        var database = await connection.OpenAsync(ct);
        memory.Alerts.Clear();
        await OpenAsync(database, ct);
        await EndedAsync(database, ct);
        await ClosedAsync(clock.GetUtcNow() - RecentMemory<DateTimeOffset>.Kept, ct);
    }

    /// <summary>Learns of alerts that were closed since, by whomever. Those with repeats to store are decided upon when these are.</summary>
    public async Task ClosedAsync(DateTimeOffset since, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select id, fingerprint, flips, closed_at from alerts where state = 'Closed' and closed_at >= $1 and check_id is null order by id",
            await connection.OpenAsync(ct));
        command.Parameters.Add(new() { Value = since.UtcDateTime });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var key = Labels.KeyOf(reader.GetString(1));
            memory.Past.Close(key, FlipsConverter.Read(reader.GetString(2)), reader.GetFieldValue<DateTimeOffset>(3));
            if (memory.Alerts.Find(key) is { Repeats: 0 } known && known.Id == reader.GetInt64(0))
            {
                memory.Alerts.Forget(known);
            }
        }
    }

    private async Task OpenAsync(NpgsqlConnection database, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var command = new NpgsqlCommand(
            """
            select id, fingerprint, content_mark, cleared_at is null and held_clear_at is null, starts_at, ends_at, last_seen_at
            from alerts where state <> 'Closed' and check_id is null
            """,
            database);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var (starts, seen) = (reader.GetFieldValue<DateTimeOffset>(4), reader.GetFieldValue<DateTimeOffset>(6));
            DateTimeOffset? ends = reader.IsDBNull(5) ? null : reader.GetFieldValue<DateTimeOffset>(5);
            memory.Alerts.Add(new KnownAlert
            {
                Id = reader.GetInt64(0),
                Key = Labels.KeyOf(reader.GetString(1)),
                Mark = reader.GetInt64(2),
                Holds = reader.GetBoolean(3),
                StartsAt = starts,
                LatestStart = starts,
                EndsAt = WithGrace(ends, seen, now),
                LastSeenAt = seen,
            });
        }
    }

    private static DateTimeOffset? WithGrace(DateTimeOffset? ends, DateTimeOffset seen, DateTimeOffset now)
    {
        if (ends is not { } end)
        {
            return null;
        }

        var own = end - seen;
        var grace = own < s_shortestGrace ? s_shortestGrace : own > s_longestGrace ? s_longestGrace : own;
        return end < now + grace ? now + grace : end;
    }

    /// <summary>Occurrences that their senders resolved lately, whether an alert was open for them or not.</summary>
    private async Task EndedAsync(NpgsqlConnection database, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            select fingerprint, max(starts_at), max(received_at) from alert_events
            where received_at >= $1 and action = $2 and starts_at is not null group by fingerprint order by 3
            """,
            database);
        command.Parameters.Add(new() { Value = (clock.GetUtcNow() - RecentMemory<DateTimeOffset>.Kept).UtcDateTime });
        command.Parameters.Add(new() { Value = (short)EventAction.Resolve });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            memory.Past.End(Labels.KeyOf(reader.GetString(0)), reader.GetFieldValue<DateTimeOffset>(1), reader.GetFieldValue<DateTimeOffset>(2));
        }
    }
}
