using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Jobs.Running;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs;

/// <summary>Answer of <see cref="ResumeJob"/>.</summary>
public abstract record ResumeJobResult
{
    /// <summary>It starts again at its next nominal time, and what was missed is caught up as the job says.</summary>
    public sealed record Done : ResumeJobResult;

    /// <summary>No such job in use.</summary>
    public sealed record NotFound : ResumeJobResult;

    /// <summary>It was not paused.</summary>
    /// <param name="By">Who changed it last; null when nobody did.</param>
    public sealed record NotPaused(string? By) : ResumeJobResult;
}

/// <summary>Ends a pause or a hold before its time.</summary>
public sealed class ResumeJob(IDbContextFactory<OpsDbContext> contexts, JobPlanner planner, TimeProvider clock)
{
    /// <summary>Ends it.</summary>
    public Task<ResumeJobResult> HandleAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.RunJobs);
        return JobRows.WithinAsync(contexts, db => ResumeAsync(db, id, actor, ct), ct);
    }

    private async Task<ResumeJobResult> ResumeAsync(OpsDbContext db, Guid id, Actor actor, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await JobRows.LockAsync(db, id, ct) is not { RetiredAt: null } job)
        {
            return new ResumeJobResult.NotFound();
        }

        if (job.PausedAt is null)
        {
            return new ResumeJobResult.NotPaused(await LastAsync(db, id, ct));
        }

        await planner.PlanAsync(db, [job], now, ct);
        if (job.PausedAt is not null)
        {
            await JobPlanner.EndPauseAsync(db, job, now, ct);
        }

        db.Add(TimelineEntry.Record(now, actor, JobHistory.Of(job, "resumed", $"resumed job {job.Name}")));
        return new ResumeJobResult.Done();
    }

    private static async Task<string?> LastAsync(OpsDbContext db, Guid id, CancellationToken ct)
    {
        var key = id.ToString();
        return await db.Set<TimelineEntry>()
            .Where(t => t.Subject == "job" && t.SubjectId == key && t.Kind == "job.resumed")
            .OrderByDescending(t => t.Id).Select(t => t.ActorName).FirstOrDefaultAsync(ct);
    }
}
