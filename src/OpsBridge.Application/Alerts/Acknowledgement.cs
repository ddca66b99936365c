namespace OpsBridge.Alerts;

/// <summary>How long an acknowledgement holds.</summary>
public enum AcknowledgementKind
{
    /// <summary>Until the severity changes or the condition goes.</summary>
    Normal,

    /// <summary>Until the condition goes, whatever its severity does.</summary>
    Sticky,

    /// <summary>Until a time; then the alert is unhandled again.</summary>
    Expiring,
}

/// <summary>Who said that they saw an alert, when, and with which words.</summary>
/// <param name="By">Name of the operator.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Note">Their words, at most 300 characters.</param>
public sealed record Acknowledgement(string By, DateTimeOffset At, string? Note)
{
    /// <summary>How long it holds.</summary>
    public AcknowledgementKind Kind { get; init; }

    /// <summary>Until when (UTC), for <see cref="AcknowledgementKind.Expiring"/>.</summary>
    public DateTimeOffset? Until { get; init; }
}
