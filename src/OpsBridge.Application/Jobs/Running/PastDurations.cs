using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;

namespace OpsBridge.Jobs.Running;

/// <summary>How long the last good attempts of a job took (at most 50, of the last 180 days).</summary>
/// <param name="JobId">The job.</param>
/// <param name="Count">How many are known.</param>
/// <param name="Median">Half took longer, in seconds.</param>
/// <param name="P95">One in twenty took longer, in seconds.</param>
internal sealed record PastDurations(Guid JobId, int Count, double Median, double P95)
{
    /// <summary>From so many good runs on the past says what is too long.</summary>
    public const int Enough = 10;

    /// <summary>The usual duration.</summary>
    public TimeSpan Usual => TimeSpan.FromSeconds(Median);

    /// <summary>What is too long as the past says; null while too little is known.</summary>
    public TimeSpan? TooLong => Count < Enough ? null : TimeSpan.FromSeconds(Math.Max(2 * P95, 1));

    /// <summary>The durations of these jobs; a job without a good run is missing.</summary>
    public static async Task<Dictionary<Guid, PastDurations>> ReadAsync(OpsDbContext db, IReadOnlyCollection<Guid> jobs, DateTimeOffset now, CancellationToken ct)
    {
        var (ids, since) = (jobs.ToArray(), now.AddDays(-180));
        var rows = await db.Database.SqlQuery<PastDurations>(
            $"""
            select job_id as "JobId", count(*)::int as "Count",
                percentile_cont(0.5) within group (order by took) as "Median", percentile_cont(0.95) within group (order by took) as "P95"
            from (
                select r.job_id, extract(epoch from a.ended_at - a.started_at)::double precision as took, row_number() over (partition by r.job_id order by a.started_at desc) as place
                from job_attempts a join job_runs r on r.id = a.run_id
                where a.state = 'Succeeded' and r.job_id = any({ids}) and r.nominal_at > {since}) good
            where place <= 50 group by job_id
            """).ToListAsync(ct);
        return rows.ToDictionary(r => r.JobId);
    }
}
