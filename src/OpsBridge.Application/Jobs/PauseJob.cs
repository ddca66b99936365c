using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Jobs.Running;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs;

/// <summary>Answer of <see cref="PauseJob"/>.</summary>
public abstract record PauseJobResult
{
    /// <summary>It does not start until then.</summary>
    public sealed record Done : PauseJobResult;

    /// <summary>No such job in use.</summary>
    public sealed record NotFound : PauseJobResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Errors">Plain words by field: <c>until</c>, <c>why</c>.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : PauseJobResult;

    /// <summary>The job says that no incident may hold it.</summary>
    public sealed record MayNotBeHeld : PauseJobResult;
}

/// <summary>
/// Lets a job not start until a moment: a pause, or a hold for an incident. What runs goes on. Nominal times meanwhile are
/// recorded as missed, and caught up at the end as the job says.
/// </summary>
public sealed class PauseJob(IDbContextFactory<OpsDbContext> contexts, JobPlanner planner, TimeProvider clock)
{
    /// <summary>The longest pause.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>Longest reason, in characters.</summary>
    public const int MaxWhy = 500;

    /// <summary>Pauses it.</summary>
    /// <param name="id">The job.</param>
    /// <param name="until">End of the pause (UTC), at most 366 days from now.</param>
    /// <param name="why">The reason, 1 to 500 characters.</param>
    /// <param name="hold">Whether it is for an incident.</param>
    /// <param name="actor">Who pauses.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<PauseJobResult> HandleAsync(Guid id, DateTimeOffset until, string why, bool hold, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.RunJobs);
        return Errors(until, why, clock.GetUtcNow()) is { Count: > 0 } errors
            ? new PauseJobResult.Invalid(errors)
            : await JobRows.WithinAsync(contexts, db => PauseAsync(db, id, until.ToUniversalTime(), why.Trim(), hold, actor, ct), ct);
    }

    /// <summary>What is wrong with a pause, in words by field; empty when nothing is.</summary>
    internal static Dictionary<string, string> Errors(DateTimeOffset until, string why, DateTimeOffset now)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        if (until <= now || until - now > Longest)
        {
            errors[nameof(until)] = "Choose an end in the future, at most 366 days away.";
        }

        if (!PlainText.IsLine(why, 1, MaxWhy))
        {
            errors[nameof(why)] = $"Say why, in one line of 1 to {MaxWhy} characters.";
        }

        return errors;
    }

    private async Task<PauseJobResult> PauseAsync(OpsDbContext db, Guid id, DateTimeOffset until, string why, bool hold, Actor actor, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await JobRows.LockAsync(db, id, ct) is not { RetiredAt: null } job)
        {
            return new PauseJobResult.NotFound();
        }

        if (hold && !job.Details.MayBeHeld)
        {
            return new PauseJobResult.MayNotBeHeld();
        }

        await planner.PlanAsync(db, [job], now, ct); // what was due before is not missed because of the pause
        job.Pause(until, why, hold, actor, now);
        db.Add(TimelineEntry.Record(now, actor, JobHistory.Of(job, hold ? "held" : "paused", $"{(hold ? "held" : "paused")} job {job.Name} until {until:yyyy-MM-dd HH:mm} UTC") with { Why = why }));
        return new PauseJobResult.Done();
    }
}
