namespace OpsBridge.Alerts;

/// <summary>How an alert stood at one moment: what the board shows of it, and nothing that only counts.</summary>
/// <param name="State">Where in its life.</param>
/// <param name="Severity">How bad.</param>
/// <param name="Owner">Name of who answered for it; null for nobody.</param>
/// <param name="AcknowledgedBy">Name of who had acknowledged it; null for nobody.</param>
/// <param name="ShelvedUntil">Until when it was put aside (UTC); null also for a shelf until clear.</param>
/// <param name="CauseId">The alert that it was a symptom of.</param>
/// <param name="Flapping">Whether it came and went too often to be read one by one.</param>
/// <param name="Ending">How the condition had ended; null while it held.</param>
public sealed record AlertStanding(
    AlertState State,
    AlertSeverity Severity,
    string? Owner,
    string? AcknowledgedBy,
    DateTimeOffset? ShelvedUntil,
    long? CauseId,
    bool Flapping,
    AlertEnding? Ending);
