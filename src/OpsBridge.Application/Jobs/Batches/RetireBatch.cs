using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs.Batches;

/// <summary>Answer of <see cref="RetireBatch"/>.</summary>
public abstract record RetireBatchResult
{
    /// <summary>Out of use; its jobs go on.</summary>
    public sealed record Done : RetireBatchResult;

    /// <summary>No such batch in use.</summary>
    public sealed record NotFound : RetireBatchResult;
}

/// <summary>Takes a batch out of use; its alert is cleared, its jobs go on.</summary>
public sealed class RetireBatch(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Retires it.</summary>
    public Task<RetireBatchResult> HandleAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditJobs);
        return JobRows.WithinAsync(contexts, db => RetireAsync(db, id, actor, ct), ct);
    }

    private async Task<RetireBatchResult> RetireAsync(OpsDbContext db, Guid id, Actor actor, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await BatchRows.LockAsync(db, id, ct) is not { RetiredAt: null } batch)
        {
            return new RetireBatchResult.NotFound();
        }

        batch.Retire(now);
        await JobAlarms.ApplyAsync(db, [BatchHistory.Signal(batch, null, firing: false, AlertSeverity.Info, "the batch was taken out of use", now)], ct);
        db.Add(TimelineEntry.Record(now, actor, BatchHistory.Of(batch, "retired", $"took batch {batch.Name} out of use") with { Before = BatchHistory.Facts(batch.Details) }));
        return new RetireBatchResult.Done();
    }
}
