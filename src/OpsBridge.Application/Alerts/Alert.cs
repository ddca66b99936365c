using OpsBridge.Kernel;

namespace OpsBridge.Alerts;

/// <summary>
/// A condition that somebody must own until it is closed. At most one alert that is not closed exists per fingerprint;
/// a repeat only counts.
/// </summary>
public sealed partial class Alert
{
    private const int MaxSummary = 300;
    private const int MaxDetail = 8000;
    private const int MaxWhy = 4000;

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

    /// <summary>The configured source that reported it; null for our own checks and for senders without one.</summary>
    public Guid? SourceId { get; private init; }

    /// <summary>Text that the source sent along, by name (<c>summary</c>, <c>description</c>, <c>runbook_url</c> ...).</summary>
    public Labels Annotations { get; private set; } = Labels.Empty;

    /// <summary>Where the source shows the rule or graph behind it; http or https, at most 2000 characters.</summary>
    public string? GeneratorUrl { get; private set; }

    /// <summary>More links: dashboards, panels, tickets.</summary>
    public IReadOnlyList<AlertLink> Links { get; private set; } = [];

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

    /// <summary>Put aside by an operator; null while it is not.</summary>
    public AlertShelf? Shelf { get; private set; }

    /// <summary>The alert that this one is a symptom of; null while it stands for itself.</summary>
    public long? CauseId { get; private set; }

    /// <summary>Who or what ranked it as a symptom.</summary>
    public SymptomOrigin? CauseFrom { get; private set; }

    /// <summary>Since when it comes and goes too often to be read one by one (UTC); null while it does not.</summary>
    public DateTimeOffset? FlappingSince { get; private set; }

    /// <summary>How bad it was when it was raised.</summary>
    public AlertSeverity RaisedSeverity { get; private init; }

    /// <summary>When OpsBridge raised it (UTC).</summary>
    public DateTimeOffset RaisedAt { get; private init; }

    /// <summary>Since when the condition holds as the source says (UTC); never after <see cref="RaisedAt"/> by more than a clock skew.</summary>
    public DateTimeOffset StartsAt { get; private set; }

    /// <summary>When it counts as timed out unless the source reports it again (UTC); null where it holds until the source clears it.</summary>
    public DateTimeOffset? EndsAt { get; private set; }

    /// <summary>How the condition ended; null while it holds.</summary>
    public AlertEnding? Ending { get; private set; }

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

    /// <summary>Steps taken since the raise: 0 at first, one more with each <see cref="AlertTransition"/>; a repeat is no step.</summary>
    public int Revision { get; private set; }

    /// <summary><see cref="AlertSignal.ContentMark"/> of the last firing signal that was taken in.</summary>
    public long ContentMark { get; private set; }

    /// <summary>Row version (PostgreSQL xmin); the ETag of the API.</summary>
    public uint Version { get; private set; }

    /// <summary>A new alert from a firing signal.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="earlierFlips">Raises and clears of the alert that the same condition had before, if that closed lately.</param>
    /// <param name="rule">When it flaps; null means <see cref="FlapRule.Default"/>.</param>
    public static Alert Raise(AlertSignal signal, IReadOnlyList<DateTimeOffset>? earlierFlips = null, FlapRule? rule = null)
    {
        var alert = New(signal);
        if (signal.Flapping is null)
        {
            alert.Flips = Within([.. earlierFlips ?? [], signal.At], rule ?? FlapRule.Default, signal.At);
            alert.LastFlipAt = signal.At;
        }

        alert.FlappingSince = signal.Flapping ?? (alert.Flips.Count >= (rule ?? FlapRule.Default).Flips) ? signal.At : null;
        return alert;
    }

    private static Alert New(AlertSignal signal) => new()
    {
        Fingerprint = signal.Identity.Fingerprint(),
        Labels = signal.Descriptive.With(signal.Identity),
        Severity = signal.Severity,
        Summary = Cut(signal.Summary, MaxSummary),
        Detail = signal.Detail is null ? null : Cut(signal.Detail, MaxDetail),
        Annotations = signal.Annotations,
        GeneratorUrl = signal.GeneratorUrl,
        Links = signal.Links,
        Source = signal.Source,
        SourceId = signal.SourceId,
        AssetId = signal.AssetId,
        CheckId = signal.CheckId,
        State = AlertState.Unacknowledged,
        RaisedSeverity = signal.Severity,
        ReportedSeverity = signal.Severity,
        RaisedAt = signal.At,
        StartsAt = signal.StartsAt ?? signal.At,
        EndsAt = signal.EndsAt,
        LastSeenAt = signal.At,
        Count = 1,
        ContentMark = signal.ContentMark,
    };

    /// <summary>
    /// A copy that stays as it is, to compare with later. Everything in an alert is a value or an immutable object.
    /// </summary>
    internal Alert Snapshot() => (Alert)MemberwiseClone();

    /// <summary>The key that the database gave a new alert.</summary>
    internal void Stored(long id) => Id = id;

    private void CloseAt(DateTimeOffset at)
    {
        State = AlertState.Closed;
        Ending = Holds ? AlertEnding.ByOperator : Ending ?? AlertEnding.BySender;
        ClosedAt = at < RaisedAt ? RaisedAt : at; // a clock that was set back makes no negative duration
        ClearedAt ??= HeldClearAt ?? ClosedAt;
        (Shelf, FlappingSince, HeldClearAt) = (null, null, null);
    }

    private static string Cut(string text, int max)
    {
        var clean = text.Replace('\0', ' '); // PostgreSQL stores no NUL in text
        if (clean.Length <= max)
        {
            return clean;
        }

        var keep = char.IsHighSurrogate(clean[max - 2]) ? max - 2 : max - 1; // half a character cannot be stored
        return clean[..keep] + "…";
    }
}
