using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Alerts.Handling;

/// <summary>
/// Locks and writes thousands of alerts in a handful of statements: one read, one update, one COPY of steps, one COPY of
/// timeline entries.
/// </summary>
internal static class AlertWriter
{
    private const string Update =
        """
        update alerts a set
            state = u.state, severity = u.severity, owner_id = u.owner_id, owner_name = u.owner_name, last_note = u.last_note, links = u.links::jsonb,
            acknowledged_by = u.ack_by, acknowledged_at = u.ack_at, acknowledged_note = u.ack_note, acknowledged_kind = u.ack_kind, acknowledged_until = u.ack_until,
            shelved_by = u.shelf_by, shelved_at = u.shelf_at, shelved_kind = u.shelf_kind, shelved_until = u.shelf_until,
            shelved_reason = u.shelf_reason, shelved_from = u.shelf_from, shelved_severity = u.shelf_severity,
            flapping_since = u.flapping_since, held_clear_at = u.held_clear_at, cleared_at = u.cleared_at, closed_at = u.closed_at,
            ending = u.ending, revision = u.revision, cause_id = u.cause_id, cause_from = u.cause_from, ranked_under = u.ranked_under
        from unnest($1::bigint[], $2::text[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[],
            $8::text[], $9::timestamptz[], $10::text[], $11::text[], $12::timestamptz[],
            $13::text[], $14::timestamptz[], $15::text[], $16::timestamptz[], $17::text[], $18::text[], $19::text[],
            $20::timestamptz[], $21::timestamptz[], $22::timestamptz[], $23::timestamptz[], $24::text[], $25::int[],
            $26::bigint[], $27::text[], $28::bigint[])
            as u(id, state, severity, owner_id, owner_name, last_note, links,
                ack_by, ack_at, ack_note, ack_kind, ack_until,
                shelf_by, shelf_at, shelf_kind, shelf_until, shelf_reason, shelf_from, shelf_severity,
                flapping_since, held_clear_at, cleared_at, closed_at, ending, revision,
                cause_id, cause_from, ranked_under)
        where a.id = u.id
        """;

    /// <summary>The alerts with these keys that exist, locked in the order of their keys until the transaction ends.</summary>
    public static Task<List<Alert>> LockAsync(OpsDbContext db, long[] ids, CancellationToken ct) => db.Set<Alert>()
        .FromSql($"select a.*, a.xmin from alerts a where a.id = any({ids}) order by a.id for update")
        .AsNoTracking()
        .ToListAsync(ct);

    /// <summary>Writes alerts, steps and timeline. Only what operators and the clock may change of an alert is written.</summary>
    public static async Task WriteAsync(NpgsqlConnection connection, IReadOnlyList<MovedAlert> moved, Actor actor, CancellationToken ct)
    {
        if (moved.Count == 0)
        {
            return;
        }

        await UpdateAsync(connection, [.. moved.Select(m => m.Alert)], ct);
        await TransitionLog.WriteAsync(connection, [.. moved.SelectMany(m => m.Steps)], ct);
        var entries = moved.SelectMany(m => m.Steps.Select(s => TimelineEntry.Record(s.At, actor, AlertHappenings.Of(m.Alert, s))));
        await TimelineLog.WriteAsync(connection, [.. entries], ct);
    }

    private static async Task UpdateAsync(NpgsqlConnection connection, Alert[] alerts, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Update, connection);
        void Column<T>(Func<Alert, T> value) => command.Parameters.Add(new() { Value = Array.ConvertAll(alerts, a => value(a)) });
        void Time(Func<Alert, DateTimeOffset?> value) => Column(a => value(a)?.UtcDateTime);
        Column(a => a.Id);
        Column(a => a.State.ToString());
        Column(a => a.Severity.ToString());
        Column(a => a.OwnerId);
        Column(a => a.OwnerName);
        Column(a => a.LastNote);
        Column(a => AlertLinksConverter.Write(a.Links));
        Column(a => a.Acknowledgement?.By);
        Time(a => a.Acknowledgement?.At);
        Column(a => a.Acknowledgement?.Note);
        Column(a => a.Acknowledgement?.Kind.ToString());
        Time(a => a.Acknowledgement?.Until);
        Column(a => a.Shelf?.By);
        Time(a => a.Shelf?.At);
        Column(a => a.Shelf?.Kind.ToString());
        Time(a => a.Shelf?.Until);
        Column(a => a.Shelf?.Reason);
        Column(a => a.Shelf?.Before.ToString());
        Column(a => a.Shelf?.Severity.ToString());
        Time(a => a.FlappingSince);
        Time(a => a.HeldClearAt);
        Time(a => a.ClearedAt);
        Time(a => a.ClosedAt);
        Column(a => a.Ending?.ToString());
        Column(a => a.Revision);
        Column(a => a.CauseId);
        Column(a => a.CauseFrom?.ToString());
        Column(a => a.RankedUnder);
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>An alert and the steps that it took just now.</summary>
internal sealed record MovedAlert(Alert Alert, IReadOnlyList<AlertTransition> Steps);
