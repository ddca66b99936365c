using OpsBridge.Alerts.Handling;

namespace OpsBridge.Alerts;

/// <content>Acknowledgements and shelves, and how they end.</content>
public sealed partial class Alert
{
    /// <summary>An expiring acknowledgement reached its time: unhandled again. True when that changed something.</summary>
    internal bool EndAcknowledgement(DateTimeOffset at)
    {
        if (State != AlertState.Acknowledged || !AcknowledgementIsOver(at))
        {
            return false;
        }

        (State, Acknowledgement) = (AlertState.Unacknowledged, null);
        return true;
    }

    /// <summary>The shelf reached its time: back to the state before. True when that changed something.</summary>
    internal bool EndShelf(DateTimeOffset at)
    {
        if (State != AlertState.Shelved || Shelf!.Until is not { } until || until > at)
        {
            return false;
        }

        TakeFromShelf(at);
        return true;
    }

    /// <summary>Whether an acknowledgement given at another severity covers the one of now.</summary>
    private bool AcknowledgementHolds(AlertSeverity was, DateTimeOffset at) => Acknowledgement switch
    {
        null => false,
        { Kind: AcknowledgementKind.Sticky } => true,
        { Kind: AcknowledgementKind.Expiring } => Severity <= was && !AcknowledgementIsOver(at),
        _ => Severity == was,
    };

    private bool AcknowledgementIsOver(DateTimeOffset at) => Acknowledgement is { Kind: AcknowledgementKind.Expiring, Until: { } until } && until <= at;

    private Refusal? PutOnShelf(AlertShelf shelf)
    {
        if (State != AlertState.Shelved)
        {
            (State, Shelf) = (AlertState.Shelved, shelf);
            return null;
        }

        if ((Shelf!.Kind, Shelf.Until) == (shelf.Kind, shelf.Until))
        {
            return Refusal.AlreadyShelved;
        }

        Shelf = shelf with { Before = Shelf.Before };
        return null;
    }

    /// <summary>Whoever shelved it has seen it: what is gone meanwhile is over. What is there again stands as before.</summary>
    private Refusal? TakeFromShelf(DateTimeOffset at)
    {
        var before = Shelf!.Before;
        Shelf = null;
        if (ClearedAt is not null)
        {
            CloseAt(at);
            return null;
        }

        var stands = before == AlertState.Acknowledged && Acknowledgement is not null && !AcknowledgementIsOver(at);
        State = stands ? AlertState.Acknowledged : AlertState.Unacknowledged;
        Acknowledgement = stands ? Acknowledgement : null;
        return null;
    }

    /// <summary>The source reports a condition that is on the shelf.</summary>
    private SignalOutcome TakeOnShelf(SignalOutcome severity, bool acknowledgementHolds, bool cameBack)
    {
        Acknowledgement = acknowledgementHolds || severity == SignalOutcome.Repeated ? Acknowledgement : null;
        if (severity == SignalOutcome.Worsened && Shelf!.Kind != ShelfKind.UntilClear && Severity > Shelf.Severity)
        {
            (State, Shelf, Acknowledgement) = (AlertState.Unacknowledged, null, null);
            return SignalOutcome.Worsened;
        }

        return cameBack ? SignalOutcome.CameBack : severity;
    }
}
