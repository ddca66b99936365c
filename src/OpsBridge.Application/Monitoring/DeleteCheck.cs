using Microsoft.EntityFrameworkCore;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Monitoring;

/// <summary>An admin removes a check for good; the poller clears its open alert.</summary>
public sealed class DeleteCheck(CheckChange changes)
{
    /// <summary>Deletes the check with its state; its numbers go with their day partitions.</summary>
    public Task<DeleteCheckResult> HandleAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditChecks);
        return changes.ApplyAsync<DeleteCheckResult>(
            async (db, now) =>
            {
                if (await db.Set<Check>().SingleOrDefaultAsync(c => c.Id == id, ct) is not { } check)
                {
                    return new DeleteCheckResult.NotFound();
                }

                db.Remove(check);
                db.Add(TimelineEntry.Record(now, actor, CheckHistory.Deleted(check)));
                await db.SaveChangesAsync(ct);
                return new DeleteCheckResult.Done(check.Name, check.AssetId);
            },
            ct);
    }
}

/// <summary>Answer of <see cref="DeleteCheck"/>.</summary>
public abstract record DeleteCheckResult
{
    /// <summary>It is gone.</summary>
    /// <param name="Name">What it was called.</param>
    /// <param name="AssetId">The asset it was on.</param>
    public sealed record Done(string Name, Guid AssetId) : DeleteCheckResult;

    /// <summary>No such check.</summary>
    public sealed record NotFound : DeleteCheckResult;
}
