using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Jobs.Backups;
using OpsBridge.Jobs.Batches;
using OpsBridge.Jobs.Running;
using OpsBridge.Jobs.Schedules;

namespace OpsBridge.Jobs.Holds;

/// <summary>What a hold would do to one job.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Name">Its name.</param>
/// <param name="MayBeHeld">Whether it may be held at all.</param>
/// <param name="MissedStarts">How many of its starts the hold covers (at most 500 are counted).</param>
/// <param name="ExpectedEnd">When it is expected to end with the hold (UTC); null when nothing is to come.</param>
/// <param name="Deadline">Its next deadline (UTC); null for none.</param>
/// <param name="MissesDeadline">Whether it misses that deadline with the hold.</param>
public sealed record HoldEffect(Guid JobId, string Name, bool MayBeHeld, int MissedStarts, DateTimeOffset? ExpectedEnd, DateTimeOffset? Deadline, bool MissesDeadline)
{
    /// <summary>It is not held itself: it starts after a job that is.</summary>
    public bool Follows { get; init; }

    /// <summary>It misses that deadline without the hold as well.</summary>
    public bool WasLate { get; init; }

    /// <summary>When its last good backup becomes older than the RPO (UTC), in the past when it is; null for a job that is no backup, or has no good copy.</summary>
    public DateTimeOffset? RpoAt { get; init; }

    /// <summary>Whether no new copy is expected by then with the hold.</summary>
    public bool BreaksRpo { get; init; }

    /// <summary>None is expected by then without the hold either.</summary>
    public bool WasOverdue { get; init; }

    /// <summary>The hold makes it miss its deadline or break its RPO; without the hold it would not.</summary>
    public bool IsHarmed => (MissesDeadline && !WasLate) || (BreaksRpo && !WasOverdue);

    /// <summary>The first moment (UTC) at which the hold does harm; null when it does none.</summary>
    public DateTimeOffset? HarmedAt => (MissesDeadline && !WasLate, BreaksRpo && !WasOverdue) switch
    {
        (true, true) => Deadline < RpoAt ? Deadline : RpoAt,
        (true, false) => Deadline,
        (false, true) => RpoAt,
        _ => null,
    };
}

/// <summary>What a hold would do to a batch.</summary>
/// <param name="BatchId">The batch.</param>
/// <param name="Name">Its name.</param>
/// <param name="By">Its next deadline (UTC).</param>
/// <param name="End">When it is expected to be complete with the hold (UTC); null when it cannot be said.</param>
/// <param name="IsLate">Whether it misses the deadline with the hold.</param>
/// <param name="WasLate">It misses it without the hold as well.</param>
public sealed record HeldBatch(Guid BatchId, string Name, DateTimeOffset By, DateTimeOffset? End, bool IsLate, bool WasLate);

/// <summary>What a hold would do.</summary>
/// <param name="Jobs">To the jobs themselves and to those with a deadline or an RPO that start after them, by name.</param>
/// <param name="Batches">To the batches that have one of the jobs, by name.</param>
public sealed record HoldForecastView(IReadOnlyList<HoldEffect> Jobs, IReadOnlyList<HeldBatch> Batches)
{
    /// <summary>Nothing is held.</summary>
    public static HoldForecastView Empty { get; } = new([], []);
}

/// <summary>Foretells what a hold would do.</summary>
public interface IHoldForecast
{
    /// <summary>The effects; nothing is stored.</summary>
    /// <param name="jobs">The jobs to be held.</param>
    /// <param name="until">Until when (UTC).</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<HoldForecastView> ReadAsync(IReadOnlyCollection<Guid> jobs, DateTimeOffset until, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IHoldForecast"/>
public sealed class HoldForecast(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock) : IHoldForecast
{
    private const int MostCounted = 500;

    /// <inheritdoc />
    public async Task<HoldForecastView> ReadAsync(IReadOnlyCollection<Guid> jobs, DateTimeOffset until, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewJobs);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var book = await ForecastBook.ReadAsync(db, clock.GetUtcNow(), ct);
        var batches = (await db.Set<Batch>().AsNoTracking().Where(b => b.RetiredAt == null).ToListAsync(ct)).Select(b => (Batch: b, Day: BatchTimes.Of(b.Details, book.Now).Next)).ToList();
        var without = batches.ToDictionary(b => b.Batch.Id, b => BatchWalk.Of(book, b.Batch.Details, b.Day));
        var effects = Of(book, (await BackupEstate.ReadAsync(db, null, ct)).ToDictionary(r => r.JobId), jobs, until);
        return new HoldForecastView(
            effects,
            [.. batches.Where(b => without[b.Batch.Id].Steps.Any(s => book.Imagined.ContainsKey(s.JobId))).OrderBy(b => b.Batch.Name, StringComparer.OrdinalIgnoreCase).Select(b =>
            {
                var with = BatchWalk.Of(book, b.Batch.Details, b.Day);
                return new HeldBatch(b.Batch.Id, b.Batch.Name, b.Day.By, with.End, with.IsLate, without[b.Batch.Id].IsLate);
            })]);
    }

    /// <summary>The effects on jobs, from what is known.</summary>
    internal static IReadOnlyList<HoldEffect> Of(ForecastBook book, IReadOnlyDictionary<Guid, BackupRow> backups, IReadOnlyCollection<Guid> jobs, DateTimeOffset until)
    {
        var touched = book.Jobs.Where(j => jobs.Contains(j.Id) || (Limited(j) && StartsAfter(j, jobs, book))).ToList();
        var without = touched.ToDictionary(j => j.Id, j => book.Expect(j.Id)?.End);
        foreach (var job in touched.Where(j => jobs.Contains(j.Id) && j.Details.MayBeHeld))
        {
            book.Imagined[job.Id] = until;
        }

        return [.. touched.OrderBy(j => j.Name, StringComparer.OrdinalIgnoreCase).Select(j => Effect(j) with { Follows = !jobs.Contains(j.Id) })];

        bool Limited(Job job) => job.Details.Deadline is not null || backups.ContainsKey(job.Id);

        HoldEffect Effect(Job job)
        {
            var deadline = DeadlineTimes.Of(job.Details, book.Now)?.Next;
            var end = book.Expect(job.Id)?.End;
            var before = without[job.Id];
            var rpo = backups.GetValueOrDefault(job.Id) is { LastGoodAt: { } good } row ? good + row.Rpo : (DateTimeOffset?)null;
            return new HoldEffect(job.Id, job.Name, job.Details.MayBeHeld, Starts(job, book, until), end, deadline, IsAfter(end, before, deadline))
            {
                WasLate = before > deadline,
                RpoAt = rpo,
                BreaksRpo = IsAfter(end, before, rpo),
                WasOverdue = before > rpo || rpo <= book.Now,
            };
        }
    }

    /// <summary>Whether the end comes after a limit, or not at all though it would have come.</summary>
    private static bool IsAfter(DateTimeOffset? end, DateTimeOffset? without, DateTimeOffset? limit) =>
        limit is not null && (end > limit || (end is null && without is not null));

    private static int Starts(Job job, ForecastBook book, DateTimeOffset until) => book.Imagined.ContainsKey(job.Id) && job.NextAt is { } next
        ? book.Fires(job, next.AddTicks(-1)).Take(MostCounted).TakeWhile(f => f < until).Count()
        : 0;

    private static bool StartsAfter(Job job, IReadOnlyCollection<Guid> jobs, ForecastBook book)
    {
        for (var depth = 0; depth < 100 && job.Schedule is AfterSchedule after; depth++)
        {
            if (jobs.Contains(after.JobId))
            {
                return true;
            }

            if (book.Find(after.JobId) is not { } before)
            {
                return false;
            }

            job = before;
        }

        return false;
    }
}
