using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs;

/// <summary>Answer of <see cref="CancelRun"/>.</summary>
public abstract record CancelRunResult
{
    /// <summary>It ends as soon as its owner has stopped it; a run that had not begun has ended.</summary>
    public sealed record Asked : CancelRunResult;

    /// <summary>No such run.</summary>
    public sealed record NotFound : CancelRunResult;

    /// <summary>It had ended already.</summary>
    public sealed record Ended : CancelRunResult;
}

/// <summary>Ends a run before its time, wherever it runs.</summary>
public sealed class CancelRun(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Asks for the end.</summary>
    public Task<CancelRunResult> HandleAsync(Guid runId, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.RunJobs);
        return JobRows.WithinAsync(contexts, db => CancelAsync(db, runId, actor, ct), ct);
    }

    private async Task<CancelRunResult> CancelAsync(OpsDbContext db, Guid runId, Actor actor, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await JobRows.LockRunAsync(db, runId, ct) is not { } run)
        {
            return new CancelRunResult.NotFound();
        }

        if (run.HasEnded)
        {
            return new CancelRunResult.Ended();
        }

        if (run.CancelledBy is not null)
        {
            return new CancelRunResult.Asked();
        }

        run.CancelledBy = actor.Name;
        if (run.State != RunState.Running)
        {
            (run.State, run.EndedAt, run.RetryAt, run.Summary) = (RunState.Cancelled, now, null, $"cancelled by {actor.Name} before it ran");
        }

        var job = await db.Set<Job>().AsNoTracking().SingleAsync(j => j.Id == run.JobId, ct);
        db.Add(TimelineEntry.Record(now, actor, JobHistory.Of(job, run, "cancelled", $"cancelled the run of {job.Name} of {run.NominalAt:yyyy-MM-dd HH:mm} UTC")));
        return new CancelRunResult.Asked();
    }
}
