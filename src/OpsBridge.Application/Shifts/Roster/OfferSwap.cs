using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Roster;

/// <summary>Offers one of the actor's shifts to a colleague, against one of theirs or for nothing.</summary>
public sealed class OfferSwap(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Offers it. Nothing changes before the colleague has accepted and a supervisor approved.</summary>
    /// <param name="given">Assignment of the actor.</param>
    /// <param name="to">The colleague.</param>
    /// <param name="inReturn">Assignment of the colleague; null for nothing.</param>
    /// <param name="actor">Who gives.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<SwapAnswer> HandleAsync(Guid given, Guid to, Guid? inReturn, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.StandWatch);
        if (actor.Id is not { } from || from == to)
        {
            return new SwapAnswer.Refused("Choose a colleague.");
        }

        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (sides, why) = await SwapRules.CheckAsync(db, given, inReturn, from, to, now, ct);
        if (sides is null)
        {
            return new SwapAnswer.Refused(why!);
        }

        var swap = Swap.Offer(sides.Given, to, inReturn, now);
        db.Add(swap);
        db.Add(TimelineEntry.Record(now, actor, new Happening("swap.offered", swap.Id.ToString(), FormattableString.Invariant($"offered {sides.GivenShift.Name} on {sides.GivenShift.Day:yyyy-MM-dd} for a swap"))));
        try
        {
            await db.SaveChangesAsync(ct);
            return new SwapAnswer.Done(swap.Id, swap.State);
        }
        catch (DbUpdateException exception) when (DeskChange.IsOverlap(exception))
        {
            return new SwapAnswer.Refused("This shift is offered already. Withdraw that offer first.");
        }
    }
}
