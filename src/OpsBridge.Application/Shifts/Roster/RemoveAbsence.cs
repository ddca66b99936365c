using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Roster;

/// <summary>Takes back days away.</summary>
public sealed class RemoveAbsence(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Takes them back; false when there are none any more.</summary>
    public async Task<bool> HandleAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.PlanRoster);
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Set<Absence>().Where(a => a.Id == id).ExecuteDeleteAsync(ct) == 0)
        {
            return false;
        }

        db.Add(TimelineEntry.Record(clock.GetUtcNow(), actor, new Happening("absence.removed", id.ToString(), "took back days away")));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }
}
