using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Alerts.Correlation;

/// <summary>
/// Writes rankings set-based: rows, steps and timeline together. An alert that is closed, or is not ranked
/// as it was seen any more, is left alone, so whoever came first wins and the other looks again.
/// </summary>
internal static class RankingStore
{
    private const string Update =
        """
        with wanted as (
            select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::text[])
                as w(id, cause, origin, named, seen_cause, seen_origin)
        ), locked as (
            select a.id from alerts a join wanted w on w.id = a.id
            where a.state <> 'Closed' and a.cause_id is not distinct from w.seen_cause and a.cause_from is not distinct from w.seen_origin
                and (w.cause is null or exists (select from alerts c where c.id = w.cause and c.state <> 'Closed'))
            order by a.id for update of a
        )
        update alerts a set cause_id = w.cause, cause_from = w.origin, ranked_under = w.named, revision = a.revision + 1
        from wanted w, locked l where l.id = a.id and w.id = a.id
        returning a.id, a.revision, a.state, a.severity, a.owner_name, a.acknowledged_by, a.shelved_until, a.flapping_since is not null, a.ending, a.summary, a.asset_id
        """;

    /// <summary>Writes what still holds, within the transaction that <paramref name="db"/> is in; returns the alerts that were changed.</summary>
    /// <param name="db">Its transaction is written in.</param>
    /// <param name="changes">What is to be ranked otherwise.</param>
    /// <param name="by">Who does it, and when.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<IReadOnlyList<long>> WriteAsync(OpsDbContext db, IReadOnlyList<RankingChange> changes, RankingAct by, CancellationToken ct)
    {
        if (changes.Count == 0)
        {
            return [];
        }

        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var byId = changes.ToDictionary(c => c.AlertId);
        var steps = new List<AlertTransition>(changes.Count);
        var told = new List<RankedRow>(changes.Count);
        await using (var command = Command(connection, changes))
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                var change = byId[reader.GetInt64(0)];
                steps.Add(Step(reader, change, by));
                told.Add(new RankedRow(change, reader.GetString(9), reader.IsDBNull(10) ? null : reader.GetGuid(10)));
            }
        }

        await TransitionLog.WriteAsync(connection, steps, ct);
        var entries = by.Actor.Id is null ? RankingHistory.ByCause(told) : told.Select(RankingHistory.Of);
        await TimelineLog.WriteAsync(connection, [.. entries.Select(e => TimelineEntry.Record(by.At, by.Actor, e))], ct);
        return steps.ConvertAll(s => s.AlertId);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, IReadOnlyList<RankingChange> changes)
    {
        var command = new NpgsqlCommand(Update, connection);
        void Column<T>(NpgsqlDbType type, Func<RankingChange, T> value) =>
            command.Parameters.Add(new() { Value = changes.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type });
        Column(NpgsqlDbType.Bigint, c => c.AlertId);
        Column(NpgsqlDbType.Bigint, c => c.Cause);
        Column(NpgsqlDbType.Text, c => c.From?.ToString());
        Column(NpgsqlDbType.Bigint, c => c.Named);
        Column(NpgsqlDbType.Bigint, c => c.SeenCause);
        Column(NpgsqlDbType.Text, c => c.SeenFrom?.ToString());
        return command;
    }

    private static AlertTransition Step(NpgsqlDataReader reader, RankingChange change, RankingAct by)
    {
        var after = new AlertStanding(
            Enum.Parse<AlertState>(reader.GetString(2)),
            Enum.Parse<AlertSeverity>(reader.GetString(3)),
            reader.IsDBNull(4) ? null : reader.GetString(4),
            reader.IsDBNull(5) ? null : reader.GetString(5),
            reader.IsDBNull(6) ? null : reader.GetFieldValue<DateTimeOffset>(6),
            change.Cause,
            reader.GetBoolean(7),
            reader.IsDBNull(8) ? null : Enum.Parse<AlertEnding>(reader.GetString(8)));
        return new AlertTransition
        {
            AlertId = change.AlertId,
            Revision = reader.GetInt32(1),
            At = by.At,
            Kind = change.Cause is null ? AlertTransitionKind.BecameCause : AlertTransitionKind.BecameSymptom,
            ActorId = by.Actor.Id,
            ActorName = by.Actor.Name,
            Before = after with { CauseId = change.SeenCause },
            After = after,
            Why = change.Why,
            ActionId = by.ActionId,
            Restore = by.ActionId is null ? null : new RankingRestore(change.SeenCause, change.SeenFrom, change.SeenNamed).Write(),
        };
    }
}

/// <summary>Who ranks, and when.</summary>
/// <param name="Actor">An operator, or OpsBridge itself.</param>
/// <param name="At">Now.</param>
/// <param name="ActionId">Names the action for Undo; null for what nobody can undo.</param>
internal sealed record RankingAct(Actor Actor, DateTimeOffset At, Guid? ActionId);
