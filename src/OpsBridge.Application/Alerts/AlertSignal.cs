using OpsBridge.Kernel;

namespace OpsBridge.Alerts;

/// <summary>What a source says about one condition at one moment: it holds, or it is gone.</summary>
/// <param name="Identity">The labels that identify the condition; their fingerprint is the alert's.</param>
/// <param name="Firing">True while the condition holds, false when it is gone.</param>
/// <param name="Severity">How bad it is while it holds.</param>
/// <param name="Summary">One line for the list, at most 300 characters (longer text is cut).</param>
/// <param name="At">When the source saw it (UTC).</param>
public sealed record AlertSignal(Labels Identity, bool Firing, AlertSeverity Severity, string Summary, DateTimeOffset At)
{
    /// <summary>More text, at most 8000 characters (longer text is cut).</summary>
    public string? Detail { get; init; }

    /// <summary>
    /// Why the condition is not this alert's to report while it holds, for example "unreachable because zrh-core-sw is down";
    /// null in the usual case. It hides an open alert and never raises one.
    /// </summary>
    public string? HiddenBecause { get; init; }

    /// <summary>Labels that describe but do not identify.</summary>
    public Labels Descriptive { get; init; } = Labels.Empty;

    /// <summary>The asset it is on.</summary>
    public Guid? AssetId { get; init; }

    /// <summary>The check that saw it.</summary>
    public Guid? CheckId { get; init; }

    /// <summary>Where it came from: <c>check</c>, later the name of an outside source.</summary>
    public string Source { get; init; } = "check";

    /// <summary>The configured source; null for our own checks.</summary>
    public Guid? SourceId { get; init; }

    /// <summary>Text that the source sent along.</summary>
    public Labels Annotations { get; init; } = Labels.Empty;

    /// <summary>Where the source shows the rule or graph behind it.</summary>
    public string? GeneratorUrl { get; init; }

    /// <summary>More links.</summary>
    public IReadOnlyList<AlertLink> Links { get; init; } = [];

    /// <summary>Since when the condition holds as the source says (UTC); null means <see cref="At"/>.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>While firing: when it times out unless reported again (UTC), null for never. When gone: when it ended.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>
    /// Whether the condition comes and goes too often, as a source knows that looks for it itself (our checks); null where
    /// OpsBridge counts.
    /// </summary>
    public bool? Flapping { get; init; }

    /// <summary>How the condition ended; only read when it is not firing.</summary>
    public AlertEnding Ending { get; init; } = AlertEnding.BySender;

    /// <summary>
    /// Short hash over what it says beside its times (severity, texts, labels, links, asset), so that an unchanged repeat is
    /// known without reading the alert; 0 where nobody needs it.
    /// </summary>
    public long ContentMark { get; init; }
}
