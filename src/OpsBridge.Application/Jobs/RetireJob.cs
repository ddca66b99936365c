using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Jobs.Batches;
using OpsBridge.Jobs.Running;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs;

/// <summary>Answer of <see cref="RetireJob"/>.</summary>
public abstract record RetireJobResult
{
    /// <summary>Out of use; its runs stay.</summary>
    /// <param name="Working">How many of its runs still work.</param>
    public sealed record Done(int Working) : RetireJobResult;

    /// <summary>No such job in use.</summary>
    public sealed record NotFound : RetireJobResult;

    /// <summary>Another job starts after it.</summary>
    /// <param name="By">That job's name.</param>
    public sealed record InChain(string By) : RetireJobResult;

    /// <summary>A batch ends with it.</summary>
    /// <param name="Name">That batch's name.</param>
    public sealed record InBatch(string Name) : RetireJobResult;
}

/// <summary>What becomes of the runs that work while their job is taken out of use.</summary>
public enum RunsAtRetirement
{
    /// <summary>They go on to their end, without another attempt, and raise no alert.</summary>
    End,

    /// <summary>They are cancelled.</summary>
    Cancel,
}

/// <summary>Takes a job out of use. What works ends as was asked for; what waits is cancelled; its alerts are cleared.</summary>
public sealed class RetireJob(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Retires it; what works goes on to its end.</summary>
    public Task<RetireJobResult> HandleAsync(Guid id, Actor actor, CancellationToken ct) => HandleAsync(id, RunsAtRetirement.End, actor, ct);

    /// <summary>Retires it.</summary>
    public Task<RetireJobResult> HandleAsync(Guid id, RunsAtRetirement runs, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditJobs);
        if (runs == RunsAtRetirement.Cancel)
        {
            actor.Demand(Permissions.RunJobs);
        }

        return JobRows.WithinAsync(contexts, db => RetireAsync(db, id, runs, actor, ct), ct);
    }

    private async Task<RetireJobResult> RetireAsync(OpsDbContext db, Guid id, RunsAtRetirement runs, Actor actor, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({AdvisoryLocks.Jobs})", ct);
        var now = clock.GetUtcNow();
        if (await JobRows.LockAsync(db, id, ct) is not { RetiredAt: null } job)
        {
            return new RetireJobResult.NotFound();
        }

        if ((await JobChains.FollowersAsync(db, [id], ct)).FirstOrDefault() is { } follower)
        {
            return new RetireJobResult.InChain(follower.Name);
        }

        if (await BatchRows.OfJobAsync(db, id, ct) is { } batch)
        {
            return new RetireJobResult.InBatch(batch);
        }

        job.Retire(now);
        await db.Set<JobRun>()
            .Where(r => r.JobId == id && (r.State == RunState.Waiting || r.State == RunState.Asking))
            .ExecuteUpdateAsync(
                u => u.SetProperty(r => r.State, RunState.Cancelled).SetProperty(r => r.CancelledBy, actor.Name).SetProperty(r => r.EndedAt, now)
                    .SetProperty(r => r.Summary, "the job was taken out of use"),
                ct);
        var working = db.Set<JobRun>().Where(r => r.JobId == id && r.State == RunState.Running);
        var left = await working.CountAsync(ct);
        if (runs == RunsAtRetirement.Cancel)
        {
            await working.Where(r => r.CancelledBy == null).ExecuteUpdateAsync(u => u.SetProperty(r => r.CancelledBy, actor.Name), ct);
        }

        await JobAlarms.ClearAsync(db, job, "the job was taken out of use", now, ct);
        db.Add(TimelineEntry.Record(now, actor, JobHistory.Of(job, "retired", $"took job {job.Name} out of use{Words(left, runs)}") with { Before = JobHistory.Facts(job.Details) }));
        return new RetireJobResult.Done(left);
    }

    private static string Words(int left, RunsAtRetirement runs) => (left, runs) switch
    {
        (0, _) => "",
        (_, RunsAtRetirement.Cancel) => " and cancelled the run that worked",
        _ => "; the run that works goes on to its end",
    };
}
