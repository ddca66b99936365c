using Microsoft.EntityFrameworkCore;
using OpsBridge.Identity;
using OpsBridge.Shifts.Handover;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Watch;

/// <summary>Answer of <see cref="LeaveWatch"/>.</summary>
public abstract record LeaveWatchResult
{
    /// <summary>Off watch.</summary>
    public sealed record Done : LeaveWatchResult;

    /// <summary>The actor answers for the desk: it must be handed over, relieved, or left unstaffed in writing.</summary>
    public sealed record HoldsDesk : LeaveWatchResult;

    /// <summary>The actor was not on watch there.</summary>
    public sealed record NotOnWatch : LeaveWatchResult;
}

/// <summary>Goes off watch while somebody else answers for the desk, who then owns everything open that the one who leaves did.</summary>
public sealed class LeaveWatch(DeskChange change, WatchBelongings belongings)
{
    /// <summary>Goes now.</summary>
    public Task<LeaveWatchResult> HandleAsync(Guid desk, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.StandWatch);
        return change.ApplyAsync<LeaveWatchResult>(
            desk,
            new LeaveWatchResult.NotOnWatch(),
            async (db, found, now) =>
            {
                var open = await db.Set<WatchSpell>().Where(s => s.DeskId == desk && s.LeftAt == null).ToListAsync(ct);
                if (open.Find(s => s.AccountId == actor.Id) is not { } mine)
                {
                    return new LeaveWatchResult.NotOnWatch();
                }

                if (mine.Holds || open.Find(s => s.Holds) is not { } holder)
                {
                    return new LeaveWatchResult.HoldsDesk(); // also where nobody holds it: the last one there answers for it
                }

                mine.End(WatchEnding.Left, now);
                await belongings.PassOnAsync(db, mine, (holder.AccountId, holder.AccountName), actor, now, ct);
                db.Add(TimelineEntry.Record(now, actor, WatchHistory.Of(found, "left", $"went off watch at {found.Name}")));
                return new LeaveWatchResult.Done();
            },
            ct);
    }
}
