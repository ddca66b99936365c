using OpsBridge.Identity;

namespace OpsBridge.Alerts;

/// <content>What operators do with it.</content>
public sealed partial class Alert
{
    /// <summary>An operator says that they saw it. An alert without an owner becomes theirs.</summary>
    public AcknowledgeResult Acknowledge(Actor by, string? note, DateTimeOffset at)
    {
        switch (State)
        {
            case AlertState.Closed:
                return new AcknowledgeResult.AlreadyClosed();
            case AlertState.Acknowledged:
                return new AcknowledgeResult.AlreadyAcknowledged(Acknowledgement!.By, Acknowledgement.At);
            case AlertState.ReturnedUnacknowledged:
                Acknowledgement = new Acknowledgement(by.Name, at, Trimmed(note));
                CloseAt(at);
                return new AcknowledgeResult.DoneAndClosed();
            default:
                State = AlertState.Acknowledged;
                Acknowledgement = new Acknowledgement(by.Name, at, Trimmed(note));
                LastNote = Trimmed(note) ?? LastNote;
                if (OwnerName is null)
                {
                    (OwnerId, OwnerName) = (by.Id, by.Name);
                }

                return new AcknowledgeResult.Done();
        }
    }

    /// <summary>An operator makes it theirs, also from somebody else.</summary>
    public TakeResult TakeOver(Actor by)
    {
        if (State == AlertState.Closed)
        {
            return new TakeResult.AlreadyClosed();
        }

        if (OwnerId == by.Id && OwnerName == by.Name)
        {
            return new TakeResult.AlreadyYours();
        }

        var before = OwnerName;
        (OwnerId, OwnerName) = (by.Id, by.Name);
        return new TakeResult.Done(before);
    }

    /// <summary>Adds a note; the text itself is kept in the timeline.</summary>
    public void Note(string text) => LastNote = Cut(text.Trim(), MaxSummary);

    /// <summary>An operator ends it. A condition that still holds is refused: it would be raised again at once.</summary>
    public CloseResult Close(DateTimeOffset at)
    {
        if (State == AlertState.Closed)
        {
            return new CloseResult.AlreadyClosed();
        }

        if (ClearedAt is null && Source == "check")
        {
            return new CloseResult.StillFiring();
        }

        CloseAt(at);
        return new CloseResult.Done();
    }

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : Cut(text.Trim(), MaxSummary);
}
