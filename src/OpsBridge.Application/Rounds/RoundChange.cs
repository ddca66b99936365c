using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Alerts;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Rounds.Checklists;
using OpsBridge.Shifts.Watch;
using OpsBridge.Timeline;

namespace OpsBridge.Rounds;

/// <summary>
/// Lets a round decide and stores it with readings, alerts and timeline in one transaction. The round is locked first, so of two
/// people at one round each sees what the other stored.
/// </summary>
public sealed class RoundChange(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Runs <paramref name="act"/> on a locked round; <paramref name="notFound"/> where there is none.</summary>
    internal async Task<TResult> ApplyAsync<TResult>(Guid id, TResult notFound, Func<RoundInHand, Task<TResult>> act, CancellationToken ct)
    {
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            try
            {
                if (await db.Set<Round>().FromSql($"select *, xmin from rounds where id = {id} for update").SingleOrDefaultAsync(ct) is not { } round)
                {
                    return notFound;
                }

                var result = await act(new RoundInHand(round, clock.GetUtcNow()) { Db = db });
                await db.SaveChangesAsync(ct);
                await transaction.CommitAsync(ct);
                return result;
            }
            catch (Exception exception) when (IsRace(exception))
            {
                // Another process raised the same alert first, or waited for us while we waited for it: once more.
            }
        }
    }

    /// <summary>Whether the same again would go well.</summary>
    internal static bool IsRace(Exception exception) =>
        (exception as PostgresException ?? exception.InnerException) is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected };
}

/// <summary>A locked round within its transaction.</summary>
/// <param name="Round">The round.</param>
/// <param name="Now">The moment (UTC).</param>
internal sealed record RoundInHand(Round Round, DateTimeOffset Now)
{
    /// <summary>Context within the transaction.</summary>
    public required OpsDbContext Db { get; init; }

    /// <summary>The version of the checklist that the round was made of.</summary>
    public async Task<ChecklistDetails> DetailsAsync(CancellationToken ct) =>
        (await Db.Set<ChecklistVersion>().AsNoTracking().SingleAsync(v => v.ChecklistId == Round.ChecklistId && v.Number == Round.Number, ct)).Details;

    /// <summary>Whether somebody stands watch at the round's desk.</summary>
    public Task<bool> IsOnWatchAsync(Actor actor, CancellationToken ct) =>
        Db.Set<WatchSpell>().AnyAsync(s => s.DeskId == Round.DeskId && s.AccountId == actor.Id && s.LeftAt == null, ct);

    /// <summary>Name of the desk.</summary>
    public Task<string> DeskNameAsync(CancellationToken ct) => Db.Set<Shifts.Desk>().Where(d => d.Id == Round.DeskId).Select(d => d.Name).SingleAsync(ct);

    /// <summary>The newest version of every answer of the round.</summary>
    public async Task<IReadOnlyList<Reading>> ReadingsAsync(CancellationToken ct) =>
        [.. (await Db.Set<Reading>().AsNoTracking().Where(r => r.RoundId == Round.Id).ToListAsync(ct)).GroupBy(r => r.StepId).Select(g => g.MaxBy(r => r.Number)!)];

    /// <summary>Tells the timeline.</summary>
    public void Tell(Actor actor, string verb, string words, object? after = null, string? why = null, Guid? asset = null) =>
        Db.Add(TimelineEntry.Record(Now, actor, new Happening($"round.{verb}", Round.Id.ToString(), words) { After = after, Why = why, AssetId = asset }));

    /// <summary>The checklist has no unfinished round any more that is overdue: its alert clears.</summary>
    public async Task ClearOverdueAsync(CancellationToken ct)
    {
        if (Round.OverdueSince is not null
            && !await Db.Set<Round>().AnyAsync(r => r.ChecklistId == Round.ChecklistId && r.Id != Round.Id && r.OverdueSince != null && (r.Stage == RoundStage.Planned || r.Stage == RoundStage.Taken), ct))
        {
            await ApplySignals.WithinAsync(Db, [RoundSignals.OfOverdue(Round, false, await DeskNameAsync(ct), Now)], RoundSignals.Reporter, ct);
        }
    }
}
