using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Watch;

/// <summary>Takes an offered relief back, or declines it.</summary>
public sealed class WithdrawRelief(DeskChange change)
{
    /// <summary>Ends the open offer; false when there was none that is the actor's, to give or to take.</summary>
    public Task<bool> HandleAsync(Guid desk, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.StandWatch);
        return change.ApplyAsync(
            desk,
            false,
            async (db, found, now) =>
            {
                if (await ReliefOffers.OpenAsync(db, desk, ct) is not { } open || (open.FromId != actor.Id && open.ToId != actor.Id))
                {
                    return false;
                }

                open.GiveUp(now);
                var words = open.FromId == actor.Id ? "took back the relief" : "declined the relief";
                db.Add(TimelineEntry.Record(now, actor, WatchHistory.Of(found, "relief_given_up", $"{words} at {found.Name}")));
                return true;
            },
            ct);
    }
}
