using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs.Running;

/// <summary>Lets a write in only while its attempt still owns the run.</summary>
internal sealed class RunFence(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>
    /// Writes in a transaction that begins with the comparison of the token under the row's lock, and renews the lease. A
    /// process that stops in the middle loses its lock with its transaction, after as long as a lease lasts.
    /// </summary>
    /// <exception cref="FenceLostException">The run belongs to somebody else or has ended; nothing was written.</exception>
    public async Task WriteAsync(Guid runId, long token, TimeSpan lease, Func<OpsDbContext, CancellationToken, Task> write, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var limit = ((int)lease.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        await db.Database.ExecuteSqlAsync($"select set_config('idle_in_transaction_session_timeout', {limit}, true)", ct);
        var until = clock.GetUtcNow() + lease;
        if (await db.Database.ExecuteSqlAsync($"update job_runs set lease_until = {until} where id = {runId} and token = {token} and state = 'Running'", ct) == 0)
        {
            throw new FenceLostException();
        }

        await write(db, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Counts a write that was refused, and records the first one of an attempt.</summary>
    public async Task RefusedAsync(ClaimedRun run, bool first, CancellationToken ct)
    {
        JobMetrics.FenceRejections.Add(1);
        if (!first)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        db.Add(TimelineEntry.Record(clock.GetUtcNow(), JobHistory.Self, new Happening("job.refused", run.JobId.ToString(), $"refused what attempt {run.Attempt} of {run.Details.Name} wrote: it was given up for lost before")
        {
            AssetId = run.Details.AssetId,
            After = new { Run = run.RunId, run.NominalAt, run.Token },
        }));
        await db.SaveChangesAsync(ct);
    }
}
