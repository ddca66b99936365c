using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Jobs.Running;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs.Holds;

/// <summary>A job that a hold left as it was.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Name">Its name; empty when there is no such job in use.</param>
/// <param name="Why">Why, in words.</param>
public sealed record KeptJob(Guid JobId, string Name, string Why);

/// <summary>Answer of <see cref="HoldJobs"/>.</summary>
public abstract record HoldJobsResult
{
    /// <summary>Held, as far as the jobs allow it.</summary>
    /// <param name="Held">Keys of the jobs that are held now, in the order in which they start again.</param>
    /// <param name="Kept">Those that stay as they were.</param>
    public sealed record Done(IReadOnlyList<Guid> Held, IReadOnlyList<KeptJob> Kept) : HoldJobsResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Errors">Plain words by field: <c>jobs</c>, <c>until</c>, <c>why</c>.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : HoldJobsResult;
}

/// <summary>
/// Holds several jobs for an incident, each in a transaction of its own. A pause that somebody made by hand is not touched, and a
/// hold that lasts longer stays. Jobs that catch up when the hold ends do so one after the other, a minute apart.
/// </summary>
public sealed class HoldJobs(IDbContextFactory<OpsDbContext> contexts, JobPlanner planner, TimeProvider clock)
{
    /// <summary>The longest hold: what lasts longer is no incident.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>Between the starts of two jobs that catch up.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromMinutes(1);

    /// <summary>Holds them.</summary>
    /// <param name="jobs">The jobs, 1 to 2000.</param>
    /// <param name="until">When the hold ends by itself (UTC), at most 7 days from now.</param>
    /// <param name="why">The reason, one line of 1 to 500 characters.</param>
    /// <param name="actor">Who holds.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<HoldJobsResult> HandleAsync(IReadOnlyCollection<Guid> jobs, DateTimeOffset until, string why, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.RunJobs);
        if (Errors(jobs, until, why, clock.GetUtcNow()) is { Count: > 0 } errors)
        {
            return new HoldJobsResult.Invalid(errors);
        }

        var ordered = await OrderAsync([.. jobs.Distinct()], ct);
        var late = ordered.Count(HoldOrder.StartsAtOnce);
        var (held, kept, place) = (new List<Guid>(), new List<KeptJob>(), 0);
        foreach (var job in ordered)
        {
            var end = until.ToUniversalTime() + (HoldOrder.StartsAtOnce(job) ? HoldOrder.Place(place++, late, Apart) : TimeSpan.Zero);
            if (await JobRows.WithinAsync(contexts, db => HoldAsync(db, job, end, why.Trim(), actor, ct), ct) is { } kept1)
            {
                kept.Add(kept1);
            }
            else
            {
                held.Add(job.Id);
            }
        }

        kept.AddRange(jobs.Distinct().Except(ordered.Select(j => j.Id)).Select(id => new KeptJob(id, "", "no such job is in use")));
        return new HoldJobsResult.Done(held, kept);
    }

    private static Dictionary<string, string> Errors(IReadOnlyCollection<Guid> jobs, DateTimeOffset until, string why, DateTimeOffset now)
    {
        var errors = PauseJob.Errors(until, why, now);
        if (until - now > Longest)
        {
            errors[nameof(until)] = "A hold lasts 7 days at most: pause the job instead.";
        }

        if (jobs.Count is 0 or > 2000)
        {
            errors[nameof(jobs)] = jobs.Count == 0 ? "Choose at least one job." : "Hold at most 2000 jobs at once.";
        }

        return errors;
    }

    private async Task<IReadOnlyList<Job>> OrderAsync(HashSet<Guid> ids, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await HoldOrder.ReadAsync(db, ids, clock.GetUtcNow(), ct);
    }

    private async Task<KeptJob?> HoldAsync(OpsDbContext db, Job seen, DateTimeOffset until, string why, Actor actor, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await JobRows.LockAsync(db, seen.Id, ct) is not { RetiredAt: null } job)
        {
            return new KeptJob(seen.Id, seen.Name, "no longer in use");
        }

        await planner.PlanAsync(db, [job], now, ct); // what was due before is not missed because of the hold
        if (Refusal(job, until) is { } refusal)
        {
            return new KeptJob(job.Id, job.Name, refusal);
        }

        // The begin of a hold that is made longer stays: what it missed since is caught up with the rest.
        job.Pause(until, why, hold: true, actor, job.PausedAt ?? now);
        db.Add(TimelineEntry.Record(now, actor, JobHistory.Of(job, "held", $"held job {job.Name} until {until:yyyy-MM-dd HH:mm} UTC") with { Why = why }));
        return null;
    }

    private static string? Refusal(Job job, DateTimeOffset until) => job switch
    {
        { Details.MayBeHeld: false } => "must run whatever happens",
        { PausedAt: not null, Held: false } => $"paused by {job.PausedBy} already",
        { PausedAt: not null } when job.PausedUntil >= until => $"held by {job.PausedBy} for longer already",
        _ => null,
    };
}
