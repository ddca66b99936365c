using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Roster;

/// <summary>The colleague accepts or declines a swap, or the one who offered it takes it back.</summary>
public sealed class AnswerSwap(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Accepts or ends it.</summary>
    /// <param name="id">The swap.</param>
    /// <param name="accept">Whether to accept; otherwise the colleague declines, or the one who offered withdraws.</param>
    /// <param name="actor">One of the two.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<SwapAnswer> HandleAsync(Guid id, bool accept, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.StandWatch);
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var swap = (await db.Set<Swap>().FromSql($"select * from shift_swaps where id = {id} for update").ToListAsync(ct)).SingleOrDefault();
        if (swap is null || (actor.Id != swap.FromId && actor.Id != swap.ToId))
        {
            return new SwapAnswer.NotFound();
        }

        if (!swap.IsOpen || (accept && (actor.Id != swap.ToId || swap.State != SwapState.Offered)))
        {
            return new SwapAnswer.Refused(accept && swap.IsOpen ? "Only the colleague accepts, once." : $"The swap is {swap.State.ToString().ToLowerInvariant()} already.");
        }

        var why = accept ? (await SwapRules.CheckAsync(db, swap.GivenId, swap.ReturnId, swap.FromId, swap.ToId, now, ct)).Why : null;
        var state = why is not null ? SwapState.Void : accept ? SwapState.Accepted : actor.Id == swap.FromId ? SwapState.Withdrawn : SwapState.Declined;
        swap.Become(state, now, why);
        var word = state.ToString().ToLowerInvariant();
        db.Add(TimelineEntry.Record(now, actor, new Happening($"swap.{word}", id.ToString(), why ?? $"{word} a swap")));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return why is null ? new SwapAnswer.Done(id, state) : new SwapAnswer.Refused(why);
    }
}
