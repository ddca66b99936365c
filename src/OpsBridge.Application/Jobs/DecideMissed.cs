using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs;

/// <summary>Answer of <see cref="DecideMissed"/>.</summary>
public abstract record DecideMissedResult
{
    /// <summary>It runs, or stays missed.</summary>
    public sealed record Done : DecideMissedResult;

    /// <summary>No such run.</summary>
    public sealed record NotFound : DecideMissedResult;

    /// <summary>It waits for no decision.</summary>
    /// <param name="By">Who decided, or "nobody" when it never asked.</param>
    public sealed record Decided(string By) : DecideMissedResult;
}

/// <summary>An operator decides whether a missed run should still run.</summary>
public sealed class DecideMissed(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Decides.</summary>
    /// <param name="runId">The run that asks.</param>
    /// <param name="run">Whether it runs now.</param>
    /// <param name="why">The reason; may be empty, cut at 500 characters.</param>
    /// <param name="actor">Who decides.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task<DecideMissedResult> HandleAsync(Guid runId, bool run, string why, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.RunJobs);
        return JobRows.WithinAsync(contexts, db => DecideAsync(db, runId, run, why, actor, ct), ct);
    }

    private async Task<DecideMissedResult> DecideAsync(OpsDbContext db, Guid runId, bool goes, string why, Actor actor, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await JobRows.LockRunAsync(db, runId, ct) is not { } run)
        {
            return new DecideMissedResult.NotFound();
        }

        if (run.State != RunState.Asking)
        {
            return new DecideMissedResult.Decided(run.DecidedBy ?? run.CancelledBy ?? "nobody");
        }

        run.DecidedBy = actor.Name;
        (run.State, run.Summary) = goes
            ? (RunState.Waiting, $"runs late because {actor.Name} decided so")
            : (RunState.Missed, $"{run.Summary}; {actor.Name} decided that it does not run");
        run.EndedAt = goes ? null : now;
        run.Summary = Running.RunText.Line(run.Summary, 500);
        var job = await db.Set<Job>().AsNoTracking().SingleAsync(j => j.Id == run.JobId, ct);
        db.Add(TimelineEntry.Record(now, actor, JobHistory.Of(job, run, "decided", $"decided that the missed run of {job.Name} of {run.NominalAt:yyyy-MM-dd HH:mm} UTC {(goes ? "runs now" : "does not run")}") with
        {
            Why = PlainText.IsLine(why, 1, PauseJob.MaxWhy) ? why.Trim() : null,
        }));
        return new DecideMissedResult.Done();
    }
}
