using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Maintenance;

/// <summary>Answer of <see cref="EndWindow"/> and <see cref="CancelWindow"/>.</summary>
public abstract record EndWindowResult
{
    /// <summary>It hides nothing from now on.</summary>
    public sealed record Done : EndWindowResult;

    /// <summary>It was not in force, or was called off before.</summary>
    public sealed record WasOver : EndWindowResult;

    /// <summary>Only its owner, or who oversees windows, may call it off.</summary>
    /// <param name="Owner">Whose it is.</param>
    public sealed record NotYours(string Owner) : EndWindowResult;

    /// <summary>No such window.</summary>
    public sealed record NotFound : EndWindowResult;
}

/// <summary>
/// Ends the stretch that is in force; a recurring window comes again at its next time. Whoever may silence may do it, for
/// alerts that come back are the safe side.
/// </summary>
public sealed class EndWindow(MaintenanceChange change)
{
    /// <summary>Ends it now.</summary>
    public Task<EndWindowResult> HandleAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageSilences);
        return change.WindowAsync<EndWindowResult>(
            id,
            new EndWindowResult.NotFound(),
            (db, window, schedule, now) =>
            {
                if (schedule.At(now) is not { } stretch)
                {
                    return new EndWindowResult.WasOver();
                }

                var before = WindowHistory.Facts(window);
                window.MoveEnd(stretch.Start, now, now);
                db.Add(TimelineEntry.Record(now, actor, WindowHistory.Happened(window, "cut_short", "ended") with { Before = before }));
                return new EndWindowResult.Done();
            },
            ct);
    }
}
