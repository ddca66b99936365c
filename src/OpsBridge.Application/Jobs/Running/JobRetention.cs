using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;

namespace OpsBridge.Jobs.Running;

/// <summary>Drops old output and old runs, some at a time. The last good run of a job stays, and so does what is open.</summary>
internal sealed class JobRetention(IDbContextFactory<OpsDbContext> contexts, EngineContext context)
{
    private const int Batch = 500;

    /// <summary>Drops what is too old; returns how many rows that were.</summary>
    public async Task<int> DropAsync(CancellationToken ct)
    {
        var now = context.Clock.GetUtcNow();
        var output = now.AddDays(-context.Options.Value.KeepOutputDays);
        var runs = now.AddDays(-context.Options.Value.KeepRunsDays);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (dropped, all) = (0, 0);
        do
        {
            dropped = await db.Database.ExecuteSqlAsync(
                $"""
                delete from job_run_lines where run_id in (
                    select r.id from job_runs r where r.ended_at < {output} and exists (select from job_run_lines l where l.run_id = r.id) limit 20)
                """,
                ct);
            all += dropped;
        }
        while (dropped > 0);
        do
        {
            dropped = await db.Database.ExecuteSqlAsync(
                $"""
                delete from job_runs where id in (
                    select r.id from job_runs r where r.ended_at < {runs} and r.nominal_at < {runs}
                        and r.id is distinct from (select g.id from job_runs g where g.job_id = r.job_id and g.state = 'Succeeded' order by g.nominal_at desc limit 1)
                    limit {Batch})
                """,
                ct);
            all += dropped;
        }
        while (dropped == Batch);
        return all;
    }
}
