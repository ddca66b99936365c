using OpsBridge.Identity;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts;

/// <summary>
/// A condition that somebody must own until it is closed. At most one alert that is not closed exists per fingerprint;
/// a repeat only counts.
/// </summary>
public sealed class Alert
{
    private const int MaxSummary = 300;
    private const int MaxDetail = 8000;

    private Alert()
    {
    }

    /// <summary>Key, ascending in the order of raising.</summary>
    public long Id { get; private set; }

    /// <summary>32 hex digits over the identity labels (<see cref="Labels.Fingerprint"/>).</summary>
    public string Fingerprint { get; private init; } = "";

    /// <summary>Identity and descriptive labels.</summary>
    public Labels Labels { get; private set; } = Labels.Empty;

    /// <summary>How bad it is now.</summary>
    public AlertSeverity Severity { get; private set; }

    /// <summary>One line for the list.</summary>
    public string Summary { get; private set; } = "";

    /// <summary>More text from the source.</summary>
    public string? Detail { get; private set; }

    /// <summary>Where it came from.</summary>
    public string Source { get; private init; } = "";

    /// <summary>The asset it is on.</summary>
    public Guid? AssetId { get; private init; }

    /// <summary>The check that saw it.</summary>
    public Guid? CheckId { get; private init; }

    /// <summary>Where it is in its life.</summary>
    public AlertState State { get; private set; }

    /// <summary>Who answers for it.</summary>
    public Guid? OwnerId { get; private set; }

    /// <summary>The owner's name.</summary>
    public string? OwnerName { get; private set; }

    /// <summary>Who said that they saw it; null while nobody has.</summary>
    public Acknowledgement? Acknowledgement { get; private set; }

    /// <summary>When the condition was first seen (UTC).</summary>
    public DateTimeOffset RaisedAt { get; private init; }

    /// <summary>When it was last seen to hold (UTC).</summary>
    public DateTimeOffset LastSeenAt { get; private set; }

    /// <summary>When the condition went; null while it holds.</summary>
    public DateTimeOffset? ClearedAt { get; private set; }

    /// <summary>When the alert was closed; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>How often the source reported it, 1 for the first time.</summary>
    public int Count { get; private set; }

    /// <summary>The newest note, for the list; all notes are in the timeline.</summary>
    public string? LastNote { get; private set; }

    /// <summary>Row version (PostgreSQL xmin); the ETag of the API.</summary>
    public uint Version { get; private set; }

    /// <summary>A new alert from a firing signal.</summary>
    public static Alert Raise(AlertSignal signal) => new()
    {
        Fingerprint = signal.Identity.Fingerprint(),
        Labels = signal.Descriptive.With(signal.Identity),
        Severity = signal.Severity,
        Summary = Cut(signal.Summary, MaxSummary),
        Detail = signal.Detail is null ? null : Cut(signal.Detail, MaxDetail),
        Source = signal.Source,
        AssetId = signal.AssetId,
        CheckId = signal.CheckId,
        State = AlertState.Unacknowledged,
        RaisedAt = signal.At,
        LastSeenAt = signal.At,
        Count = 1,
    };

    /// <summary>
    /// Takes in what the source says now. A worse severity alarms anew even when the alert was acknowledged; a condition
    /// that comes back before anybody acknowledged its going is the same alert again.
    /// </summary>
    public SignalOutcome Take(AlertSignal signal)
    {
        if (State == AlertState.Closed)
        {
            return SignalOutcome.Nothing;
        }

        if (!signal.Firing)
        {
            return TakeCleared(signal);
        }

        return signal.HiddenBecause is null ? TakeFiring(signal) : Hide(signal.HiddenBecause);
    }

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

    private SignalOutcome TakeFiring(AlertSignal signal)
    {
        var worse = signal.Severity > Severity;
        var changed = signal.Severity != Severity;
        Severity = signal.Severity;
        Summary = Cut(signal.Summary, MaxSummary);
        Detail = signal.Detail is null ? Detail : Cut(signal.Detail, MaxDetail);
        Labels = Labels.With(signal.Descriptive);
        LastSeenAt = signal.At > LastSeenAt ? signal.At : LastSeenAt;
        Count++;
        if (State is AlertState.ReturnedUnacknowledged or AlertState.Suppressed)
        {
            State = AlertState.Unacknowledged;
            Acknowledgement = null;
            ClearedAt = null;
            return SignalOutcome.CameBack;
        }

        if (worse && State == AlertState.Acknowledged)
        {
            State = AlertState.Unacknowledged;
            Acknowledgement = null;
            return SignalOutcome.Worsened;
        }

        return worse ? SignalOutcome.Worsened : changed ? SignalOutcome.Eased : SignalOutcome.Repeated;
    }

    private SignalOutcome Hide(string because)
    {
        if (State == AlertState.Suppressed)
        {
            return SignalOutcome.Nothing;
        }

        State = AlertState.Suppressed;
        LastNote = Cut(because, MaxSummary);
        return SignalOutcome.Hidden;
    }

    private SignalOutcome TakeCleared(AlertSignal signal)
    {
        switch (State)
        {
            case AlertState.ReturnedUnacknowledged:
                return SignalOutcome.Nothing;
            case AlertState.Unacknowledged:
                State = AlertState.ReturnedUnacknowledged;
                ClearedAt = signal.At;
                return SignalOutcome.Cleared;
            default:
                ClearedAt = signal.At;
                CloseAt(signal.At);
                return SignalOutcome.ClearedAndClosed;
        }
    }

    private void CloseAt(DateTimeOffset at)
    {
        State = AlertState.Closed;
        ClosedAt = at;
        ClearedAt ??= at;
    }

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : Cut(text.Trim(), MaxSummary);

    private static string Cut(string text, int max)
    {
        var clean = text.Replace('\0', ' '); // PostgreSQL stores no NUL in text
        return clean.Length <= max ? clean : clean[..(max - 1)] + "…";
    }
}
