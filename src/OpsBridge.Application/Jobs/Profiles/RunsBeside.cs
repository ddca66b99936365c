using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Monitoring;

namespace OpsBridge.Jobs.Profiles;

/// <summary>Which alert is meant, as far as runs are compared with it.</summary>
/// <param name="AssetId">Its asset.</param>
/// <param name="CheckId">The check that saw it; null for none.</param>
/// <param name="From">Since when its condition holds (UTC).</param>
/// <param name="Until">When it went (UTC); null while it holds.</param>
public sealed record AlertMoment(Guid AssetId, Guid? CheckId, DateTimeOffset From, DateTimeOffset? Until);

/// <summary>Finds what ran while an alert was raised. Read when somebody looks at the alert; intake knows nothing of it.</summary>
public interface IRunsBeside
{
    /// <summary>The runs on the alert's asset when its condition began, and those that work now while it holds; at most five, newest first.</summary>
    Task<IReadOnlyList<RunBeside>> OfAlertAsync(AlertMoment alert, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IRunsBeside"/>
public sealed class RunsBeside(IDbContextFactory<OpsDbContext> contexts, NpgsqlDataSource source, TimeProvider clock) : IRunsBeside
{
    private const int MostRuns = 5;
    private const int MostSeries = 4;

    /// <summary>So many earlier good runs are compared; samples are kept for two weeks.</summary>
    private const int MostEarlier = 12;
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(14);

    /// <summary>No run lasts longer (<see cref="JobDetails.Timeout"/>), waits and attempts included.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(8);

    private const string Extremes =
        """
        select w.run_id, m.series_id, min(m.value), max(m.value)
        from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) w(run_id, began, ended)
        join samples m on m.series_id = any($4) and m.at >= w.began and m.at <= w.ended
        group by 1, 2
        """;

    /// <inheritdoc />
    public async Task<IReadOnlyList<RunBeside>> OfAlertAsync(AlertMoment alert, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewJobs);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var runs = await RunsAsync(db, alert, ct);
        var series = runs.Count > 0 && alert.CheckId is { } check && actor.May(Permissions.ViewChecks) ? await SeriesAsync(db, check, ct) : [];
        var beside = new List<RunBeside>();
        foreach (var run in runs)
        {
            var profiles = series.Count == 0 ? [] : await ProfilesAsync(db, run, series, ct);
            beside.Add(new RunBeside(run.Id, run.JobId, run.Name, run.NominalAt, run.StartedAt, run.EndedAt, profiles));
        }

        return beside;
    }

    private static async Task<List<Beside>> RunsAsync(OpsDbContext db, AlertMoment alert, CancellationToken ct)
    {
        var (asset, since) = (alert.AssetId.ToString(), alert.From - s_longest);
        return await db.Database.SqlQuery<Beside>(
            $"""
            select r.id as "Id", r.job_id as "JobId", j.name as "Name", r.nominal_at as "NominalAt", r.started_at as "StartedAt", r.ended_at as "EndedAt"
            from jobs j join job_runs r on r.job_id = j.id
            where j.details ->> 'assetId' = {asset} and r.nominal_at > {since} and r.started_at is not null
                and ((r.started_at <= {alert.From} and (r.ended_at is null or r.ended_at >= {alert.From}))
                    or (r.state = 'Running' and {alert.Until}::timestamptz is null))
            order by r.started_at desc limit {MostRuns}
            """).ToListAsync(ct);
    }

    private static async Task<IReadOnlyList<Series>> SeriesAsync(OpsDbContext db, Guid check, CancellationToken ct)
    {
        var limits = (await db.Set<Check>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == check, ct))?.Thresholds.Select(t => t.Metric).ToHashSet(StringComparer.Ordinal) ?? [];
        var all = await db.Set<Series>().AsNoTracking().Where(s => s.CheckId == check).ToListAsync(ct);
        return [.. all.OrderBy(s => limits.Contains(s.Name) ? 0 : 1).ThenBy(s => s.Name == ProbeResult.Latency ? 0 : 1).ThenBy(s => s.Name, StringComparer.Ordinal).Take(MostSeries)];
    }

    private async Task<IReadOnlyList<RunProfile>> ProfilesAsync(OpsDbContext db, Beside run, IReadOnlyList<Series> series, CancellationToken ct)
    {
        var since = clock.GetUtcNow() - s_kept;
        var earlier = await db.Set<JobRun>().AsNoTracking()
            .Where(r => r.JobId == run.JobId && r.NominalAt > since && r.NominalAt < run.NominalAt && r.State == RunState.Succeeded && r.StartedAt != null && r.EndedAt != null)
            .OrderByDescending(r => r.NominalAt).Take(MostEarlier).Select(r => new { r.Id, From = r.StartedAt!.Value, Until = r.EndedAt!.Value }).ToListAsync(ct);
        var spans = earlier.Select(e => (e.Id, e.From, e.Until)).Prepend((run.Id, run.StartedAt, run.EndedAt ?? clock.GetUtcNow())).ToList();
        var seen = await ExtremesAsync(spans, series, ct);
        return [.. series.Where(s => seen.ContainsKey((run.Id, s.Id))).Select(s => new RunProfile(
            s.Name,
            s.Unit,
            seen[(run.Id, s.Id)].Low,
            seen[(run.Id, s.Id)].High,
            [.. earlier.Where(e => seen.ContainsKey((e.Id, s.Id))).Select(e => seen[(e.Id, s.Id)])]))];
    }

    private async Task<Dictionary<(Guid Run, int Series), (double Low, double High)>> ExtremesAsync(
        List<(Guid Id, DateTimeOffset From, DateTimeOffset Until)> spans, IReadOnlyList<Series> series, CancellationToken ct)
    {
        await using var command = source.CreateCommand(Extremes);
        command.Parameters.Add(new() { Value = spans.Select(s => s.Id).ToArray() });
        command.Parameters.Add(new() { Value = spans.Select(s => s.From.UtcDateTime).ToArray() });
        command.Parameters.Add(new() { Value = spans.Select(s => s.Until.UtcDateTime).ToArray() });
        command.Parameters.Add(new() { Value = series.Select(s => s.Id).ToArray() });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var seen = new Dictionary<(Guid, int), (double, double)>();
        while (await reader.ReadAsync(ct))
        {
            seen[(reader.GetGuid(0), reader.GetInt32(1))] = (reader.GetDouble(2), reader.GetDouble(3));
        }

        return seen;
    }

    private sealed record Beside(Guid Id, Guid JobId, string Name, DateTimeOffset NominalAt, DateTimeOffset StartedAt, DateTimeOffset? EndedAt);
}
