using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs;

/// <summary>Answer of <see cref="RunJobNow"/>.</summary>
public abstract record RunJobResult
{
    /// <summary>It starts as soon as a place is free.</summary>
    /// <param name="RunId">The run.</param>
    public sealed record Started(Guid RunId) : RunJobResult;

    /// <summary>No such job in use.</summary>
    public sealed record NotFound : RunJobResult;

    /// <summary>A run waits or runs already, and the job does not allow two.</summary>
    /// <param name="RunId">That run.</param>
    public sealed record AlreadyRunning(Guid RunId) : RunJobResult;
}

/// <summary>Starts a job by hand: whatever its schedule, pause, calendar or maintenance say.</summary>
public sealed class RunJobNow(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Starts it.</summary>
    public Task<RunJobResult> HandleAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.RunJobs);
        return JobRows.WithinAsync(contexts, db => StartAsync(db, id, actor, ct), ct);
    }

    private async Task<RunJobResult> StartAsync(OpsDbContext db, Guid id, Actor actor, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await JobRows.LockAsync(db, id, ct) is not { RetiredAt: null } job)
        {
            return new RunJobResult.NotFound();
        }

        var open = await db.Set<JobRun>().AsNoTracking()
            .Where(r => r.JobId == id && (r.State == RunState.Running || r.State == RunState.Waiting))
            .OrderBy(r => r.NominalAt).FirstOrDefaultAsync(ct);
        if (open is not null && job.Details.Overlap != Overlap.Allow)
        {
            return new RunJobResult.AlreadyRunning(open.Id);
        }

        var last = await db.Set<JobRun>().Where(r => r.JobId == id).MaxAsync(r => (DateTimeOffset?)r.NominalAt, ct);
        var run = new JobRun
        {
            Id = Guid.CreateVersion7(now),
            JobId = id,
            NominalAt = last >= now && last - now < TimeSpan.FromSeconds(1) ? last.Value.AddTicks(TimeSpan.TicksPerMicrosecond) : now,
            Origin = RunOrigin.Person,
            JobNumber = job.Number,
            AskedBy = actor.Name,
            State = RunState.Waiting,
            Alone = job.Details.Overlap != Overlap.Allow,
        };
        db.Add(run);
        db.Add(TimelineEntry.Record(now, actor, JobHistory.Of(job, run, "started", $"started job {job.Name} by hand")));
        return new RunJobResult.Started(run.Id);
    }
}
