using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;

namespace OpsBridge.Shifts.Roster;

/// <summary>What a swap would change.</summary>
/// <param name="Given">The assignment that is given.</param>
/// <param name="GivenShift">Its shift.</param>
/// <param name="Return">The assignment in return; null for none.</param>
/// <param name="ReturnShift">Its shift.</param>
internal sealed record SwapSides(Assignment Given, Shift GivenShift, Assignment? Return, Shift? ReturnShift);

/// <summary>Whether a swap can be.</summary>
internal static class SwapRules
{
    /// <summary>Both sides as they are now; why it cannot be where one is gone, begun, or somebody could not stand the other's shift.</summary>
    public static async Task<(SwapSides? Sides, string? Why)> CheckAsync(OpsDbContext db, Guid given, Guid? inReturn, Guid from, Guid to, DateTimeOffset now, CancellationToken ct)
    {
        if (await SideAsync(db, given, from, ct) is not var (mine, myShift))
        {
            return (null, "The roster has changed: the shift that was given is no longer theirs. The swap is void.");
        }

        (Assignment Assignment, Shift Shift)? other = null;
        if (inReturn is { } wanted)
        {
            other = await SideAsync(db, wanted, to, ct);
            if (other is null)
            {
                return (null, "The roster has changed: the shift in return is no longer theirs. The swap is void.");
            }
        }

        if (myShift.StartsAt <= now || other?.Shift.StartsAt <= now)
        {
            return (null, "A shift that has begun cannot be swapped. The swap is void.");
        }

        Guid[] except = other is null ? [mine.Id] : [mine.Id, other.Value.Assignment.Id];
        if (await AssignmentRules.CheckAsync(db, myShift, to, except, now, ct) is var (why, _) && why is not null)
        {
            return (null, why);
        }

        if (other is not null && await AssignmentRules.CheckAsync(db, other.Value.Shift, from, except, now, ct) is var (whyNot, _) && whyNot is not null)
        {
            return (null, whyNot);
        }

        return (new SwapSides(mine, myShift, other?.Assignment, other?.Shift), null);
    }

    private static async Task<(Assignment Assignment, Shift Shift)?> SideAsync(OpsDbContext db, Guid assignment, Guid owner, CancellationToken ct)
    {
        var found = await db.Set<Assignment>().SingleOrDefaultAsync(a => a.Id == assignment && a.AccountId == owner, ct);
        return found is null ? null : (found, await db.Set<Shift>().SingleAsync(s => s.Id == found.ShiftId, ct));
    }
}
