using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Jobs.Running;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs.Holds;

/// <summary>A job that is let go.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Name">Its name.</param>
/// <param name="At">When its hold ends (UTC).</param>
/// <param name="CatchesUp">It then makes up for what it missed, rather than wait for its next time.</param>
public sealed record ReleasedJob(Guid JobId, string Name, DateTimeOffset At, bool CatchesUp);

/// <summary>Answer of <see cref="ReleaseJobs"/>.</summary>
public abstract record ReleaseJobsResult
{
    /// <summary>Let go.</summary>
    /// <param name="Released">In order of their ends.</param>
    /// <param name="Before">How many were not held any more.</param>
    public sealed record Done(IReadOnlyList<ReleasedJob> Released, int Before) : ReleaseJobsResult;

    /// <summary>Nothing was done.</summary>
    /// <param name="Errors">Plain words by field: <c>apart</c>.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : ReleaseJobsResult;
}

/// <summary>
/// Lets held jobs go in order (<see cref="HoldOrder"/>). Those that make up for something they missed do so one after the other;
/// the others are free at once and start at their next times. A hold never becomes longer by it.
/// </summary>
public sealed class ReleaseJobs(IDbContextFactory<OpsDbContext> contexts, JobPlanner planner, TimeProvider clock)
{
    /// <summary>Lets them go.</summary>
    /// <param name="jobs">The jobs; those that are not held, or released already, are left alone.</param>
    /// <param name="apart">Between two that make up for something, 0 to 30 minutes; less when the last would start more than an hour after the first.</param>
    /// <param name="actor">Who releases.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<ReleaseJobsResult> HandleAsync(IReadOnlyCollection<Guid> jobs, TimeSpan apart, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.RunJobs);
        if (apart < TimeSpan.Zero || apart > TimeSpan.FromMinutes(30))
        {
            return new ReleaseJobsResult.Invalid(new Dictionary<string, string>(StringComparer.Ordinal) { [nameof(apart)] = "From 0 to 30 minutes." });
        }

        var now = clock.GetUtcNow();
        var held = await HeldAsync([.. jobs.Distinct()], now, ct);
        var late = held.Count(HoldOrder.StartsAtOnce);
        var (released, place) = (new List<ReleasedJob>(), 0);
        foreach (var job in held)
        {
            var done = await JobRows.WithinAsync(contexts, db => ReleaseAsync(db, job.Id, now + HoldOrder.Place(place, late, apart), actor, ct), ct);
            released.AddRange(done is null ? [] : [done]);
            place += done is null || done.CatchesUp ? 1 : 0; // whom somebody else has just released keeps its place in the row
        }

        return new ReleaseJobsResult.Done([.. released.OrderBy(r => r.At)], jobs.Distinct().Count() - released.Count);
    }

    private async Task<List<Job>> HeldAsync(HashSet<Guid> ids, DateTimeOffset now, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return [.. (await HoldOrder.ReadAsync(db, ids, now, ct)).Where(j => j is { Held: true, ReleasedBy: null })];
    }

    private async Task<ReleasedJob?> ReleaseAsync(OpsDbContext db, Guid id, DateTimeOffset end, Actor actor, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await JobRows.LockAsync(db, id, ct) is not { RetiredAt: null, Held: true, ReleasedBy: null } job)
        {
            return null;
        }

        await planner.PlanAsync(db, [job], now, ct);
        if (job.PausedAt is null)
        {
            return null; // its hold has just ended by itself
        }

        var missed = HoldOrder.StartsAtOnce(job) && await db.Set<JobRun>()
            .AnyAsync(r => r.JobId == id && r.State == RunState.Missed && (r.Cause == MissCause.Held || r.Cause == MissCause.Paused) && r.NominalAt >= job.PausedAt, ct);
        if (missed && end > now)
        {
            job.Release(end, actor);
        }
        else
        {
            await JobPlanner.EndPauseAsync(db, job, now, ct);
        }

        var at = job.PausedUntil ?? now;
        db.Add(TimelineEntry.Record(now, actor, JobHistory.Of(job, "released", $"released job {job.Name}{(at > now ? $" at {at:HH:mm:ss} UTC" : "")}")));
        return new ReleasedJob(job.Id, job.Name, at, missed);
    }
}
