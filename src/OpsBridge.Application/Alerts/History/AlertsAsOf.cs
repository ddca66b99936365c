using Microsoft.Extensions.Options;
using Npgsql;
using OpsBridge.Identity;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts.History;

/// <summary>An alert as it stood at a past moment. What it says (summary, labels) is of now: texts are not kept by moment.</summary>
/// <param name="Id">Key.</param>
/// <param name="Summary">One line.</param>
/// <param name="Source">Who reported it.</param>
/// <param name="AssetName">The asset it is on.</param>
/// <param name="SiteName">The site of that asset.</param>
/// <param name="Labels">All labels.</param>
/// <param name="RaisedAt">When it was raised (UTC).</param>
/// <param name="Standing">How it stood.</param>
public sealed record AlertAsOf(
    long Id, string Summary, string Source, string? AssetName, string? SiteName, Labels Labels, DateTimeOffset RaisedAt, AlertStanding Standing);

/// <summary>Answer of <see cref="IAlertsAsOf"/>.</summary>
public abstract record AsOfView
{
    private AsOfView()
    {
    }

    /// <summary>What was open then.</summary>
    /// <param name="At">The moment (UTC).</param>
    /// <param name="Alerts">Worst first, then oldest first; at most <see cref="AlertBoard.Limit"/>.</param>
    /// <param name="Truncated">More were open.</param>
    public sealed record Board(DateTimeOffset At, IReadOnlyList<AlertAsOf> Alerts, bool Truncated) : AsOfView;

    /// <summary>The moment is still to come.</summary>
    public sealed record Future : AsOfView;

    /// <summary>The steps of that time are kept no more.</summary>
    /// <param name="Earliest">The earliest moment that can be shown (UTC).</param>
    public sealed record TooOld(DateTimeOffset Earliest) : AsOfView;
}

/// <summary>Reads the board as it was.</summary>
public interface IAlertsAsOf
{
    /// <summary>The alerts that were open at a past moment, each as it stood then.</summary>
    Task<AsOfView> ReadAsync(DateTimeOffset at, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IAlertsAsOf"/>
/// <remarks>
/// What was open then is what is open now and was raised by then, and what closed later: within a day, or after being open for
/// more than a day. Each of the three has its index, and each is small. How it stood is its last step by then; without one, as raised.
/// </remarks>
public sealed class AlertsAsOf(NpgsqlDataSource source, IOptions<AlertsOptions> options, TimeProvider clock) : IAlertsAsOf
{
    private const string Sql =
        """
        with candidates as (
            select id from alerts where state <> 'Closed' and raised_at <= $1
            union all
            select id from alerts where state = 'Closed' and closed_at > $1 and closed_at <= $1 + interval '24 hours' and raised_at <= $1
            union all
            select id from alerts where state = 'Closed' and closed_at - raised_at > interval '24 hours'
                and closed_at > $1 + interval '24 hours' and raised_at <= $1
        )
        select a.id, a.summary, a.source, asset.name, site.name, a.labels::text, a.raised_at,
            coalesce(c.after_state, 0), coalesce(c.after_severity, case a.raised_severity when 'Critical' then 3 when 'Major' then 2 when 'Warning' then 1 else 0 end) as severity,
            c.after_owner, c.after_acknowledged_by, c.after_shelved_until, c.after_cause_id, coalesce(c.after_flapping, false), c.after_ending
        from candidates join alerts a using (id)
        left join assets asset on asset.id = a.asset_id
        left join sites site on site.id = asset.site_id
        left join lateral (
            select * from alert_changes c
            where c.alert_id = a.id and c.at <= $1 and c.at >= a.raised_at - interval '1 day'
            order by c.at desc, c.revision desc limit 1
        ) c on true
        where coalesce(c.after_state, 0) <> $2
        order by severity desc, a.raised_at, a.id
        limit $3
        """;

    /// <inheritdoc />
    public async Task<AsOfView> ReadAsync(DateTimeOffset at, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        var now = clock.GetUtcNow();
        var earliest = new DateTimeOffset(now.UtcDateTime.Date.AddDays(-Math.Max(AlertsOptions.LeastDays, options.Value.KeepChangesDays)), TimeSpan.Zero);
        if (at > now)
        {
            return new AsOfView.Future();
        }

        if (at < earliest)
        {
            return new AsOfView.TooOld(earliest);
        }

        await using var command = source.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = at.UtcDateTime });
        command.Parameters.Add(new() { Value = (short)AlertState.Closed });
        command.Parameters.Add(new() { Value = AlertBoard.Limit + 1 });
        var alerts = new List<AlertAsOf>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            alerts.Add(Read(reader));
        }

        var truncated = alerts.Count > AlertBoard.Limit;
        return new AsOfView.Board(at.ToUniversalTime(), truncated ? alerts.GetRange(0, AlertBoard.Limit) : alerts, truncated);
    }

    private static AlertAsOf Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0),
        reader.GetString(1),
        reader.GetString(2),
        Text(reader, 3),
        Text(reader, 4),
        Labels.FromJson(reader.GetString(5)),
        Time(reader, 6)!.Value,
        new AlertStanding(
            (AlertState)reader.GetInt32(7),
            (AlertSeverity)reader.GetInt32(8),
            Text(reader, 9),
            Text(reader, 10),
            Time(reader, 11),
            reader.IsDBNull(12) ? null : reader.GetInt64(12),
            reader.GetBoolean(13),
            reader.IsDBNull(14) ? null : (AlertEnding)reader.GetInt16(14)));

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static DateTimeOffset? Time(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : new DateTimeOffset(reader.GetDateTime(column), TimeSpan.Zero);
}
