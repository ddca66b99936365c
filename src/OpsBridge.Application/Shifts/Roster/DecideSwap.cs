using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Roster;

/// <summary>A supervisor approves an accepted swap, and with that the roster changes; or declines it.</summary>
public sealed class DecideSwap(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Decides. The roster is looked at once more: what a swap names may have changed since it was accepted.</summary>
    public async Task<SwapAnswer> HandleAsync(Guid id, bool approve, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.PlanRoster);
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var swap = (await db.Set<Swap>().FromSql($"select * from shift_swaps where id = {id} for update").ToListAsync(ct)).SingleOrDefault();
        if (swap is null)
        {
            return new SwapAnswer.NotFound();
        }

        if (!swap.IsOpen || (approve && swap.State != SwapState.Accepted))
        {
            return new SwapAnswer.Refused(swap.IsOpen ? "The colleague has not accepted yet." : $"The swap is {swap.State.ToString().ToLowerInvariant()} already.");
        }

        try
        {
            var why = approve ? await SwapAsync(db, swap, now, ct) : null;
            swap.Become(why is not null ? SwapState.Void : approve ? SwapState.Approved : SwapState.Declined, now, why);
            var word = swap.State.ToString().ToLowerInvariant();
            db.Add(TimelineEntry.Record(now, actor, new Happening($"swap.{word}", id.ToString(), why ?? $"{word} a swap")));
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return why is null ? new SwapAnswer.Done(id, swap.State) : new SwapAnswer.Refused(why);
        }
        catch (DbUpdateException exception) when (DeskChange.IsOverlap(exception) || exception is DbUpdateConcurrencyException)
        {
            return new SwapAnswer.Refused("The roster changed just now. Try again.");
        }
    }

    private static async Task<string?> SwapAsync(OpsDbContext db, Swap swap, DateTimeOffset now, CancellationToken ct)
    {
        var (sides, why) = await SwapRules.CheckAsync(db, swap.GivenId, swap.ReturnId, swap.FromId, swap.ToId, now, ct);
        if (sides is null)
        {
            return why;
        }

        foreach (var desk in new[] { sides.GivenShift.DeskId, sides.ReturnShift?.DeskId ?? sides.GivenShift.DeskId }.Distinct().Order())
        {
            await DeskChange.LockAsync(db, desk, ct);
        }

        db.Remove(sides.Given);
        if (sides.Return is not null)
        {
            db.Remove(sides.Return);
        }

        await db.SaveChangesAsync(ct); // nobody is in two places, not even for a moment
        db.Add(Assignment.Of(sides.GivenShift, swap.ToId, AssignmentOrigin.Swap, now));
        if (sides.ReturnShift is not null)
        {
            db.Add(Assignment.Of(sides.ReturnShift, swap.FromId, AssignmentOrigin.Swap, now));
        }

        return null;
    }
}
