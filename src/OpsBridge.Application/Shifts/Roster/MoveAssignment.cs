using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Roster;

/// <summary>Moves somebody from one shift to another: the assignment ends and a new one begins, in one step.</summary>
public sealed class MoveAssignment(DeskChange change)
{
    /// <summary>Moves them.</summary>
    public async Task<AssignmentAnswer> HandleAsync(Guid assignmentId, Guid toShiftId, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.PlanRoster);
        try
        {
            return await change.OfShiftAsync<AssignmentAnswer>(
                toShiftId, new AssignmentAnswer.NotFound(), (db, desk, shift, now) => MoveAsync(db, desk, shift, assignmentId, actor, now, ct), ct);
        }
        catch (DbUpdateException exception) when (DeskChange.IsOverlap(exception) || exception is DbUpdateConcurrencyException)
        {
            return AssignmentRules.TooLate;
        }
    }

    private static async Task<AssignmentAnswer> MoveAsync(OpsDbContext db, Desk desk, Shift shift, Guid assignmentId, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.Set<Assignment>().SingleOrDefaultAsync(a => a.Id == assignmentId, ct) is not { } old
            || await db.Set<Shift>().SingleOrDefaultAsync(s => s.Id == old.ShiftId, ct) is not { } from)
        {
            return new AssignmentAnswer.NotFound();
        }

        if (from.Id == shift.Id)
        {
            return new AssignmentAnswer.Refused("They are on this shift already.");
        }

        if (from.EndsAt <= now)
        {
            return new AssignmentAnswer.Refused("That shift is over: it stays as it was planned.");
        }

        if (await AssignmentRules.CheckAsync(db, shift, old.AccountId, [old.Id], now, ct) is var (why, name) && why is not null)
        {
            return new AssignmentAnswer.Refused(why);
        }

        db.Remove(old);
        await db.SaveChangesAsync(ct); // nobody is in two places, not even for a moment
        var assignment = Assignment.Of(shift, old.AccountId, AssignmentOrigin.Planned, now);
        db.Add(assignment);
        var text = FormattableString.Invariant($"moved {name} from {from.Name} on {from.Day:yyyy-MM-dd} to");
        db.Add(TimelineEntry.Record(now, actor, ShiftHistory.Of(desk, shift, "moved", text)));
        return new AssignmentAnswer.Done(assignment.Id, name);
    }
}
