using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Roster;

/// <summary>Takes somebody off a shift.</summary>
public sealed class UnassignPerson(IDbContextFactory<OpsDbContext> contexts, DeskChange change)
{
    /// <summary>Takes them off.</summary>
    public async Task<AssignmentAnswer> HandleAsync(Guid assignmentId, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.PlanRoster);
        await using var reading = await contexts.CreateDbContextAsync(ct);
        var shiftId = await reading.Set<Assignment>().Where(a => a.Id == assignmentId).Select(a => a.ShiftId).SingleOrDefaultAsync(ct);
        return await change.OfShiftAsync<AssignmentAnswer>(
            shiftId,
            new AssignmentAnswer.NotFound(),
            async (db, desk, shift, now) =>
            {
                if (shift.EndsAt <= now)
                {
                    return new AssignmentAnswer.Refused("That shift is over: it stays as it was planned.");
                }

                if (await db.Set<Assignment>().SingleOrDefaultAsync(a => a.Id == assignmentId, ct) is not { } assignment)
                {
                    return new AssignmentAnswer.NotFound();
                }

                var name = await People.Of(db).Where(a => a.Id == assignment.AccountId).Select(a => a.Name).SingleAsync(ct);
                db.Remove(assignment);
                db.Add(TimelineEntry.Record(now, actor, ShiftHistory.Of(desk, shift, "unassigned", $"took {name} off")));
                return new AssignmentAnswer.Done(assignmentId, name);
            },
            ct);
    }
}
