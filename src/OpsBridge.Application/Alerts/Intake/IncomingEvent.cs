using OpsBridge.Kernel;

namespace OpsBridge.Alerts.Intake;

/// <summary>What a sender wants.</summary>
public enum EventAction
{
    /// <summary>The condition holds.</summary>
    Fire,

    /// <summary>The condition is gone.</summary>
    Resolve,

    /// <summary>Somebody acknowledged it at the sender (PagerDuty Events v2).</summary>
    Acknowledge,
}

/// <summary>
/// One thing that an outside tool reports, read from its wire format and before any mapping of its source: nothing is
/// trusted yet, nothing is stored yet.
/// </summary>
/// <param name="Action">What the sender wants.</param>
/// <param name="Labels">Labels as sent, empty values dropped; 1 to 64 of them, names to 100 and values to 2000 characters.</param>
/// <param name="ReceivedAt">When OpsBridge received it (UTC).</param>
public sealed record IncomingEvent(EventAction Action, Labels Labels, DateTimeOffset ReceivedAt)
{
    /// <summary>Text sent along, by name.</summary>
    public Labels Annotations { get; init; } = Labels.Empty;

    /// <summary>Severity where the format has one; else the mapping reads the <c>severity</c> label.</summary>
    public AlertSeverity? Severity { get; init; }

    /// <summary>One line where the format has one; else the mapping reads annotations and labels.</summary>
    public string? Summary { get; init; }

    /// <summary>More text where the format has it.</summary>
    public string? Detail { get; init; }

    /// <summary>The sender's own key of the condition, where the format has one: it identifies instead of the labels.</summary>
    public string? DedupKey { get; init; }

    /// <summary>Since when, as the sender says (UTC).</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>Firing: until when it holds without being sent again. Resolving: when it ended (UTC).</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>True where the format knows no end by silence: the alert holds until it is resolved (PagerDuty, CloudEvents).</summary>
    public bool HoldsUntilResolved { get; init; }

    /// <summary>Rule or graph at the sender; only http and https get this far.</summary>
    public string? GeneratorUrl { get; init; }

    /// <summary>More links; only http and https get this far.</summary>
    public IReadOnlyList<AlertLink> Links { get; init; } = [];
}
