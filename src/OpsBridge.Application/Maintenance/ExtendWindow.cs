using Microsoft.Extensions.Options;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Maintenance;

/// <summary>Moves the end of the stretch that is in force; later ones of a recurring window stay as planned.</summary>
public sealed class ExtendWindow(MaintenanceChange change, IOptions<MaintenanceOptions> options)
{
    /// <summary>Lets it end at <paramref name="until"/> (UTC).</summary>
    public Task<ExtendResult> HandleAsync(Guid id, DateTimeOffset until, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageSilences);
        return change.WindowAsync<ExtendResult>(
            id,
            new ExtendResult.NotFound(),
            (db, window, schedule, now) =>
            {
                if (schedule.At(now) is not { } stretch)
                {
                    return new ExtendResult.Over();
                }

                if (!Ownership.MayChange(window.OwnerId, actor))
                {
                    return new ExtendResult.NotYours(window.OwnerName);
                }

                if (Refuse(schedule, stretch, until, now) is { } wrong)
                {
                    return new ExtendResult.Invalid(wrong);
                }

                var before = WindowHistory.Facts(window);
                window.MoveEnd(stretch.Start, until, now);
                db.Add(TimelineEntry.Record(now, actor, WindowHistory.Happened(window, "extended", "moved the end of") with { Before = before }));
                return new ExtendResult.Done(until);
            },
            ct);
    }

    private string? Refuse(WindowSchedule schedule, WindowStretch stretch, DateTimeOffset until, DateTimeOffset now) =>
        EndRules.Refuse(stretch.Start, until, now, options.Value.WindowLimit)
        ?? (schedule.EndingAfter(now).FirstOrDefault(s => s.Start > stretch.Start) is { } next && next.Start <= until
            ? "It begins again before that time; end it earlier, and it comes back by itself."
            : null);
}
