using Microsoft.EntityFrameworkCore;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Roster;

/// <summary>Puts somebody on a shift.</summary>
public sealed class AssignPerson(DeskChange change)
{
    /// <summary>Puts them on it.</summary>
    public async Task<AssignmentAnswer> HandleAsync(Guid shiftId, Guid account, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.PlanRoster);
        try
        {
            return await change.OfShiftAsync<AssignmentAnswer>(
                shiftId,
                new AssignmentAnswer.NotFound(),
                async (db, desk, shift, now) =>
                {
                    if (await AssignmentRules.CheckAsync(db, shift, account, [], now, ct) is var (why, name) && why is not null)
                    {
                        return new AssignmentAnswer.Refused(why);
                    }

                    var assignment = Assignment.Of(shift, account, AssignmentOrigin.Planned, now);
                    db.Add(assignment);
                    db.Add(TimelineEntry.Record(now, actor, ShiftHistory.Of(desk, shift, "assigned", $"put {name} on")));
                    return new AssignmentAnswer.Done(assignment.Id, name);
                },
                ct);
        }
        catch (DbUpdateException exception) when (DeskChange.IsOverlap(exception))
        {
            return AssignmentRules.TooLate; // at another desk, which has a lock of its own
        }
    }
}
