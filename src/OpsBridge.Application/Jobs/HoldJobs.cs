using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Jobs.Running;
using OpsBridge.Jobs.Schedules;

namespace OpsBridge.Jobs;

/// <summary>What a hold would do to one job.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Name">Its name.</param>
/// <param name="MayBeHeld">Whether it may be held at all.</param>
/// <param name="MissedStarts">How many of its starts the hold covers (at most 500 are counted).</param>
/// <param name="ExpectedEnd">When it is expected to end with the hold (UTC); null when nothing is to come.</param>
/// <param name="Deadline">Its next deadline (UTC); null for none.</param>
/// <param name="MissesDeadline">Whether the hold makes it miss that deadline, or another job that starts after it.</param>
public sealed record HoldEffect(Guid JobId, string Name, bool MayBeHeld, int MissedStarts, DateTimeOffset? ExpectedEnd, DateTimeOffset? Deadline, bool MissesDeadline);

/// <summary>Foretells what a hold would do.</summary>
public interface IHoldForecast
{
    /// <summary>The effect on the jobs themselves and on those with a deadline that start after them, by name.</summary>
    /// <param name="jobs">The jobs to be held.</param>
    /// <param name="until">Until when (UTC).</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<IReadOnlyList<HoldEffect>> ReadAsync(IReadOnlyCollection<Guid> jobs, DateTimeOffset until, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IHoldForecast"/>
public sealed class HoldForecast(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock) : IHoldForecast
{
    private const int MostCounted = 500;

    /// <inheritdoc />
    public async Task<IReadOnlyList<HoldEffect>> ReadAsync(IReadOnlyCollection<Guid> jobs, DateTimeOffset until, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewJobs);
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var book = await ForecastBook.ReadAsync(db, now, ct);
        var held = book.Jobs.Where(j => jobs.Contains(j.Id)).ToList();
        foreach (var job in held.Where(j => j.Details.MayBeHeld))
        {
            book.Imagined[job.Id] = until;
        }

        var after = book.Jobs.Where(j => !jobs.Contains(j.Id) && j.Details.Deadline is not null && StartsAfter(j, jobs, book));
        return [.. held.Concat(after).OrderBy(j => j.Name, StringComparer.OrdinalIgnoreCase).Select(j => Effect(j, book, until, now))];
    }

    private static HoldEffect Effect(Job job, ForecastBook book, DateTimeOffset until, DateTimeOffset now)
    {
        var deadline = DeadlineTimes.Of(job.Details, now)?.Next;
        var end = book.Expect(job.Id)?.End;
        var starts = book.Imagined.ContainsKey(job.Id) && job.NextAt is { } next
            ? FireTimes.After(job.Schedule, null, next.AddTicks(-1)).Take(MostCounted).TakeWhile(f => f.At < until).Count()
            : 0;
        return new HoldEffect(job.Id, job.Name, job.Details.MayBeHeld, starts, end, deadline, deadline is not null && (end > deadline || (starts > 0 && until > deadline)));
    }

    private static bool StartsAfter(Job job, IReadOnlyCollection<Guid> jobs, ForecastBook book)
    {
        for (var depth = 0; depth < 100 && job.Schedule is AfterSchedule after; depth++)
        {
            if (jobs.Contains(after.JobId))
            {
                return true;
            }

            if (book.Jobs.FirstOrDefault(j => j.Id == after.JobId) is not { } before)
            {
                return false;
            }

            job = before;
        }

        return false;
    }
}

/// <summary>Answer of <see cref="HoldJobs"/>.</summary>
public abstract record HoldJobsResult
{
    /// <summary>Held, as far as the jobs allow it.</summary>
    /// <param name="Held">Keys of the jobs that are held now.</param>
    /// <param name="Refused">Keys of those that may not be held, or are not in use.</param>
    public sealed record Done(IReadOnlyList<Guid> Held, IReadOnlyList<Guid> Refused) : HoldJobsResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Errors">Plain words by field: <c>until</c>, <c>why</c>.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : HoldJobsResult;
}

/// <summary>Holds several jobs for an incident, each as <see cref="PauseJob"/> does.</summary>
public sealed class HoldJobs(PauseJob pause, TimeProvider clock)
{
    /// <summary>Holds them until a moment (UTC).</summary>
    public async Task<HoldJobsResult> HandleAsync(IReadOnlyCollection<Guid> jobs, DateTimeOffset until, string why, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.RunJobs);
        if (PauseJob.Errors(until, why, clock.GetUtcNow()) is { Count: > 0 } errors)
        {
            return new HoldJobsResult.Invalid(errors);
        }

        var (held, refused) = (new List<Guid>(), new List<Guid>());
        foreach (var id in jobs.Distinct())
        {
            (await pause.HandleAsync(id, until, why, hold: true, actor, ct) is PauseJobResult.Done ? held : refused).Add(id);
        }

        return new HoldJobsResult.Done(held, refused);
    }
}
