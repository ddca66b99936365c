using Npgsql;
using OpsBridge.Identity;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts.Intake;

/// <summary>An event as it was received and stored.</summary>
/// <param name="Id">Key, ascending in the order of storing.</param>
/// <param name="SourceId">The configured source.</param>
/// <param name="Source">Name of the source at that time.</param>
/// <param name="Fingerprint">Of the condition, as mapped at that time.</param>
/// <param name="AlertId">The alert that it raised or moved; null for none.</param>
/// <param name="Severity">Severity as mapped at that time.</param>
/// <param name="Event">The event, ready to be mapped again.</param>
public sealed record StoredEvent(long Id, Guid? SourceId, string Source, string Fingerprint, long? AlertId, AlertSeverity Severity, IncomingEvent Event);

/// <summary>Reads events as they were received. Unchanged repeats are not among them.</summary>
public interface IEventHistory
{
    /// <summary>The latest events of a configured source, newest first; at most 1,000.</summary>
    Task<IReadOnlyList<StoredEvent>> LatestOfAsync(Guid sourceId, int most, Actor actor, CancellationToken ct);

    /// <summary>The events of one condition within a span, newest first; at most 1,000. Reads every day of the span.</summary>
    Task<IReadOnlyList<StoredEvent>> OfConditionAsync(string fingerprint, DateTimeOffset from, DateTimeOffset to, int most, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IEventHistory"/>
public sealed class EventHistory(NpgsqlDataSource source) : IEventHistory
{
    private const string Columns =
        "select id, source_id, source, fingerprint, alert_id, severity, action, labels, annotations, received_at, starts_at, ends_at, more from alert_events";

    /// <inheritdoc />
    public Task<IReadOnlyList<StoredEvent>> LatestOfAsync(Guid sourceId, int most, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        return ReadAsync($"{Columns} where source_id = $1 order by id desc limit $2", ct, sourceId, Bounded(most));
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<StoredEvent>> OfConditionAsync(
        string fingerprint, DateTimeOffset from, DateTimeOffset to, int most, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        return ReadAsync(
            $"{Columns} where fingerprint = $1::character(32) and received_at between $2 and $3 order by id desc limit $4",
            ct,
            fingerprint,
            from.UtcDateTime,
            to.UtcDateTime,
            Bounded(most));
    }

    private static int Bounded(int most) => Math.Clamp(most, 1, 1_000);

    private async Task<IReadOnlyList<StoredEvent>> ReadAsync(string sql, CancellationToken ct, params object[] values)
    {
        await using var command = source.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        var events = new List<StoredEvent>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            events.Add(Read(reader));
        }

        return events;
    }

    private static StoredEvent Read(NpgsqlDataReader row)
    {
        var plain = new IncomingEvent((EventAction)row.GetInt16(6), Labels.FromJson(row.GetString(7)), row.GetFieldValue<DateTimeOffset>(9))
        {
            Annotations = Labels.FromJson(row.GetString(8)),
            StartsAt = row.IsDBNull(10) ? null : row.GetFieldValue<DateTimeOffset>(10),
            EndsAt = row.IsDBNull(11) ? null : row.GetFieldValue<DateTimeOffset>(11),
        };
        return new StoredEvent(
            row.GetInt64(0),
            row.IsDBNull(1) ? null : row.GetGuid(1),
            row.GetString(2),
            row.GetString(3),
            row.IsDBNull(4) ? null : row.GetInt64(4),
            (AlertSeverity)row.GetInt16(5),
            EventDetails.Read(plain, row.IsDBNull(12) ? null : row.GetString(12)));
    }
}
