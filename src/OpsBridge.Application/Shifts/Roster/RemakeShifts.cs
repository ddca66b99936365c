using Microsoft.EntityFrameworkCore;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Roster;

/// <summary>
/// Makes the shifts of a desk anew from a day on, for example after its zone was changed. Only shifts change that have not
/// begun, that nobody stood or took the watch for, and that no hand planned.
/// </summary>
public sealed class RemakeShifts(DeskChange change)
{
    /// <summary>Makes them anew from the pattern in use.</summary>
    public Task<PlanShiftsResult> HandleAsync(Guid desk, DateOnly from, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.PlanRoster);
        return change.ApplyAsync<PlanShiftsResult>(
            desk,
            new PlanShiftsResult.NotFound(),
            async (db, found, now) =>
            {
                if (await db.Set<ShiftPattern>().SingleOrDefaultAsync(p => p.DeskId == desk && p.EndedAt == null, ct) is not { } pattern)
                {
                    return new PlanShiftsResult.NoPattern();
                }

                var made = from > pattern.MadeUntil ? MadeShifts.None : await ShiftMaker.RemakeAsync(db, found, pattern, from, pattern.MadeUntil, now, ct);
                var words = FormattableString.Invariant($"made the shifts of desk {found.Name} anew from {from:yyyy-MM-dd}: {made.Made} new, {made.Removed} gone");
                db.Add(TimelineEntry.Record(now, actor, DeskHistory.Of(found, "remade", words)));
                return new PlanShiftsResult.Done(made);
            },
            ct);
    }
}
