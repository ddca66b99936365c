using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Maintenance;

/// <summary>Calls a window off for good, with everything that it would still have done. It stays on record.</summary>
public sealed class CancelWindow(MaintenanceChange change)
{
    /// <summary>Calls it off.</summary>
    public Task<EndWindowResult> HandleAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageSilences);
        return change.WindowAsync<EndWindowResult>(
            id,
            new EndWindowResult.NotFound(),
            (db, window, _, now) =>
            {
                if (!Ownership.MayChange(window.OwnerId, actor))
                {
                    return new EndWindowResult.NotYours(window.OwnerName);
                }

                var before = WindowHistory.Facts(window);
                if (!window.Cancel(now))
                {
                    return new EndWindowResult.WasOver();
                }

                db.Add(TimelineEntry.Record(now, actor, WindowHistory.Happened(window, "cancelled", "called off") with { Before = before }));
                return new EndWindowResult.Done();
            },
            ct);
    }
}
