using OpsBridge.Alerts.Intake;
using OpsBridge.Identity;

namespace OpsBridge.Alerts.Sources;

/// <summary>The intake with an ear on every source, and a hand on its rate.</summary>
public sealed class WatchedIntake(IEventIntake intake, SourceRate rate, SourceEars ears) : IEventIntake
{
    /// <inheritdoc />
    public async Task<IntakeResult> TakeAsync(SourceProfile source, IReadOnlyList<IncomingEvent> events, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ReportAlerts);
        if (rate.Admit(source, events.Count) is { } busy)
        {
            ears.Hear(source.Id!.Value, refused: events.Count); // only a configured source has a rate
            return busy;
        }

        var result = await intake.TakeAsync(source, events, actor, ct);
        if (source.Id is { } id)
        {
            ears.Hear(id, events: result is IntakeResult.Stored ? events.Count : 0, clockOffset: Offset(events, result));
        }

        return result;
    }

    /// <inheritdoc />
    public Task QuarantineAsync(SourceProfile source, PoisonMessage message, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ReportAlerts);
        if (source.Id is { } id)
        {
            ears.Hear(id, unreadable: 1);
        }

        return intake.QuarantineAsync(source, message, actor, ct);
    }

    /// <summary>
    /// New alerts begin about now by their sender's clock; a repeat may have begun days ago and tells nothing. Of several the
    /// one that looks most ahead counts: events can come late, never early.
    /// </summary>
    private static double? Offset(IReadOnlyList<IncomingEvent> events, IntakeResult result)
    {
        double? least = null;
        if (result is IntakeResult.Stored stored)
        {
            for (var i = 0; i < Math.Min(events.Count, stored.Outcomes.Count); i++)
            {
                if (stored.Outcomes[i] == SignalOutcome.Raised && events[i].StartsAt is { } start)
                {
                    var offset = (events[i].ReceivedAt - start).TotalSeconds;
                    least = least is { } before ? Math.Min(before, offset) : offset;
                }
            }
        }

        return least;
    }
}
