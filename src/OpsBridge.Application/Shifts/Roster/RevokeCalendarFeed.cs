using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Roster;

/// <summary>Ends a calendar address: one's own, or for those who plan anybody's.</summary>
public sealed class RevokeCalendarFeed(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Ends it; false when there is none that works, or it is not the actor's to end.</summary>
    public async Task<bool> HandleAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewShifts);
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<CalendarFeed>().SingleOrDefaultAsync(f => f.Id == id, ct) is not { } feed
            || (feed.AccountId != actor.Id && !actor.May(Permissions.PlanRoster)) || !feed.Revoke(now))
        {
            return false;
        }

        db.Add(TimelineEntry.Record(now, actor, new Happening("calendar_feed.revoked", feed.Id.ToString(), "revoked a calendar address")));
        await db.SaveChangesAsync(ct);
        return true;
    }
}
