using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;

namespace OpsBridge.Jobs;

/// <summary>What is known of a job's ended runs, in a few figures.</summary>
/// <param name="JobId">The job.</param>
/// <param name="LastId">The last ended run by nominal time.</param>
/// <param name="Durations">Milliseconds of the last 20 runs that did their work, oldest first.</param>
/// <param name="Typical">Median of the last 20 good runs, in milliseconds.</param>
/// <param name="LastGoodAt">When the last good run ended (UTC).</param>
internal sealed record JobPast(Guid JobId, Guid? LastId, double[]? Durations, double? Typical, DateTimeOffset? LastGoodAt)
{
    /// <summary>Of every job in use; each job costs three short walks along its index.</summary>
    public static async Task<IReadOnlyList<JobPast>> ReadAsync(OpsDbContext db, CancellationToken ct) =>
        await db.Database.SqlQuery<JobPast>(
            $"""
            select j.id as "JobId", l.id as "LastId", d.durations as "Durations", g.typical as "Typical", g.last_good as "LastGoodAt"
            from jobs j
            left join lateral (
                select r.id from job_runs r
                where r.job_id = j.id and r.state not in ('Waiting', 'Running', 'Asking')
                order by r.nominal_at desc limit 1) l on true
            left join lateral (
                select array_agg(x.ms order by x.nominal_at) as durations from (
                    select (extract(epoch from r.ended_at - r.started_at) * 1000)::double precision as ms, r.nominal_at from job_runs r
                    where r.job_id = j.id and r.state in ('Succeeded', 'Failed', 'TimedOut') and r.started_at is not null and r.ended_at is not null
                    order by r.nominal_at desc limit 20) x) d on true
            left join lateral (
                select percentile_cont(0.5) within group (order by x.ms) as typical, max(x.ended_at) as last_good from (
                    select (extract(epoch from r.ended_at - r.started_at) * 1000)::double precision as ms, r.ended_at from job_runs r
                    where r.job_id = j.id and r.state = 'Succeeded' and r.started_at is not null and r.ended_at is not null
                    order by r.nominal_at desc limit 20) x) g on true
            where j.retired_at is null
            """).ToListAsync(ct);

    /// <summary>Of one job, in use or not.</summary>
    public static async Task<JobPast> OfAsync(OpsDbContext db, Guid job, CancellationToken ct)
    {
        var runs = db.Set<JobRun>().Where(r => r.JobId == job);
        var last = await runs.Where(r => r.State != RunState.Waiting && r.State != RunState.Running && r.State != RunState.Asking)
            .OrderByDescending(r => r.NominalAt).Select(r => (Guid?)r.Id).FirstOrDefaultAsync(ct);
        var worked = await runs.Where(r => (r.State == RunState.Succeeded || r.State == RunState.Failed || r.State == RunState.TimedOut) && r.StartedAt != null && r.EndedAt != null)
            .OrderByDescending(r => r.NominalAt).Take(20).Select(r => (r.EndedAt - r.StartedAt)!.Value).ToListAsync(ct);
        var good = await runs.Where(r => r.State == RunState.Succeeded && r.StartedAt != null && r.EndedAt != null)
            .OrderByDescending(r => r.NominalAt).Take(20).Select(r => new { Took = (r.EndedAt - r.StartedAt)!.Value, r.EndedAt }).ToListAsync(ct);
        worked.Reverse();
        return new JobPast(job, last, [.. worked.Select(w => w.TotalMilliseconds)], Median([.. good.Select(g => g.Took.TotalMilliseconds)]), good.Max(g => g.EndedAt));
    }

    /// <summary>The middle value, or the mean of the two in the middle; null of none.</summary>
    private static double? Median(List<double> values)
    {
        values.Sort();
        return values.Count == 0 ? null : (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }
}
