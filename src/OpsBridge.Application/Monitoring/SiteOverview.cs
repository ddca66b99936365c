using Npgsql;
using OpsBridge.Alerts;
using OpsBridge.Alerts.Board;
using OpsBridge.Identity;

namespace OpsBridge.Monitoring;

/// <summary>One site on the bridge.</summary>
/// <param name="SiteId">Key.</param>
/// <param name="Name">Name.</param>
/// <param name="WorstUnhandled">Severity of the worst alert here that nobody has acknowledged; null when there is none.</param>
/// <param name="Unhandled">Alerts here that nobody has acknowledged.</param>
/// <param name="Ok">Checks that are good.</param>
/// <param name="Problems">Checks that are warning, critical, unknown or without data.</param>
/// <param name="Unreachable">Checks behind something that is down.</param>
/// <param name="Checks">Checks that are switched on.</param>
/// <param name="Latency">Mean response time of the last hour in steps of five minutes, oldest first, in milliseconds; null where nothing was measured.</param>
public sealed record SiteTile(
    Guid SiteId, string Name, AlertSeverity? WorstUnhandled, int Unhandled, int Ok, int Problems, int Unreachable, int Checks, IReadOnlyList<double?> Latency)
{
    /// <summary>State as for a status mark: loud only for what nobody handles.</summary>
    public string Status => (WorstUnhandled, Checks) switch
    {
        ({ } severity, _) => severity.ToString(),
        (_, 0) => nameof(CheckWord.Off),
        _ when Ok > 0 => nameof(CheckWord.Ok),
        _ when Unreachable > 0 => nameof(CheckWord.Unreachable),
        _ when Problems > 0 => nameof(CheckWord.Unknown),
        _ => nameof(CheckWord.Pending),
    };
}

/// <summary>Reads the sites for the bridge.</summary>
public interface ISiteOverview
{
    /// <summary>Every site that has checks, worst first, then by number of unhandled alerts and name; shared by all screens of the process.</summary>
    Task<IReadOnlyList<SiteTile>> ReadAsync(Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="ISiteOverview"/>
public sealed class SiteOverview(ICheckBoard board, IAlertBoard alerts, SiteLatency latency) : ISiteOverview
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<SiteTile>> ReadAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewChecks);
        var view = await board.ReadAsync(actor, ct);
        var open = (await alerts.OpenAsync(actor, ct)).Counts.BySite;
        var lines = await latency.ReadAsync(ct);
        return [.. view.Rows.GroupBy(r => (r.SiteId, r.SiteName)).Select(g => TileOf(g.Key.SiteId, g.Key.SiteName, [.. g], open.GetValueOrDefault(g.Key.SiteId), lines))
            .OrderByDescending(t => t.WorstUnhandled ?? (AlertSeverity)(-1)).ThenByDescending(t => t.Unhandled).ThenBy(t => t.Name, StringComparer.OrdinalIgnoreCase)];
    }

    private static SiteTile TileOf(
        Guid id, string name, IReadOnlyList<CheckRow> rows, SeverityCounts unhandled, IReadOnlyDictionary<Guid, IReadOnlyList<double?>> lines) => new(
        id,
        name,
        unhandled.Worst,
        unhandled.All,
        rows.Count(r => r.Word == CheckWord.Ok),
        rows.Count(r => r.Word is CheckWord.Warning or CheckWord.Critical or CheckWord.Unknown or CheckWord.NoData),
        rows.Count(r => r.Word == CheckWord.Unreachable),
        rows.Count(r => r.Enabled),
        lines.GetValueOrDefault(id, []));
}

/// <summary>
/// Recent response time per site, from at most twenty checks of its most critical assets, so that the cost does not grow
/// with the estate. Read at most once in thirty seconds.
/// </summary>
public sealed class SiteLatency(NpgsqlDataSource source, TimeProvider clock) : IDisposable
{
    private const int Steps = 12;
    private static readonly TimeSpan s_step = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_keep = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _one = new(1, 1);
    private IReadOnlyDictionary<Guid, IReadOnlyList<double?>> _lines = new Dictionary<Guid, IReadOnlyList<double?>>();
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;

    /// <summary>Milliseconds by site, oldest first.</summary>
    internal async Task<IReadOnlyDictionary<Guid, IReadOnlyList<double?>>> ReadAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            var now = clock.GetUtcNow();
            if (now - _readAt >= s_keep)
            {
                _lines = await QueryAsync(now, ct);
                _readAt = now;
            }

            return _lines;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _one.Dispose();

    private async Task<IReadOnlyDictionary<Guid, IReadOnlyList<double?>>> QueryAsync(DateTimeOffset now, CancellationToken ct)
    {
        const string Sql =
            """
            with picked as (
                select site_id, series_id from (
                    select a.site_id, s.id as series_id, row_number() over (
                        partition by a.site_id
                        order by case a.criticality when 'Critical' then 0 when 'High' then 1 when 'Medium' then 2 else 3 end, a.name, c.name) as n
                    from series s join checks c on c.id = s.check_id join assets a on a.id = c.asset_id
                    where s.name = 'latency' and c.enabled and a.retired_at is null) ranked
                where n <= 20)
            select p.site_id, date_bin($3, m.at, $1), avg(m.value)
            from picked p cross join lateral (select at, value from samples where series_id = p.series_id and at >= $1 and at < $2) m
            group by 1, 2
            """;
        var from = now - (s_step * Steps);
        await using var command = source.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = from.UtcDateTime });
        command.Parameters.Add(new() { Value = now.UtcDateTime });
        command.Parameters.Add(new() { Value = s_step });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var lines = new Dictionary<Guid, double?[]>();
        while (await reader.ReadAsync(ct))
        {
            var site = reader.GetGuid(0);
            if (!lines.TryGetValue(site, out var line))
            {
                lines.Add(site, line = new double?[Steps]);
            }

            line[Math.Clamp((int)((reader.GetFieldValue<DateTimeOffset>(1) - from) / s_step), 0, Steps - 1)] = reader.GetDouble(2);
        }

        return lines.ToDictionary(l => l.Key, l => (IReadOnlyList<double?>)l.Value);
    }
}
