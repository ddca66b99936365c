using OpsBridge.Kernel;

namespace OpsBridge.Alerts;

/// <summary>One alert as lists show it.</summary>
public sealed record AlertRow
{
    /// <summary>Key.</summary>
    public required long Id { get; init; }

    /// <summary>How bad.</summary>
    public required AlertSeverity Severity { get; init; }

    /// <summary>Where in its life.</summary>
    public required AlertState State { get; init; }

    /// <summary>One line.</summary>
    public required string Summary { get; init; }

    /// <summary>The asset's key.</summary>
    public Guid? AssetId { get; init; }

    /// <summary>The asset's name.</summary>
    public string? AssetName { get; init; }

    /// <summary>The site's key.</summary>
    public Guid? SiteId { get; init; }

    /// <summary>The site's name.</summary>
    public string? SiteName { get; init; }

    /// <summary>The check that saw it.</summary>
    public Guid? CheckId { get; init; }

    /// <summary>Who answers for it.</summary>
    public string? OwnerName { get; init; }

    /// <summary>The owner's account.</summary>
    public Guid? OwnerId { get; init; }

    /// <summary>Who acknowledged.</summary>
    public string? AcknowledgedBy { get; init; }

    /// <summary>First seen.</summary>
    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>Last seen to hold.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When the condition went.</summary>
    public DateTimeOffset? ClearedAt { get; init; }

    /// <summary>When it was closed.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>How often reported.</summary>
    public required int Count { get; init; }

    /// <summary>The newest note.</summary>
    public string? LastNote { get; init; }

    /// <summary>More text from the source; only on rows read one by one, the board's rows go without.</summary>
    public string? Detail { get; init; }

    /// <summary>All labels.</summary>
    public Labels Labels { get; init; } = Labels.Empty;

    /// <summary>32 hex digits over the identity labels.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>Name of the source: <c>check</c>, or what an admin called it.</summary>
    public string Source { get; init; } = "";

    /// <summary>The configured source.</summary>
    public Guid? SourceId { get; init; }

    /// <summary>Text that the source sent along.</summary>
    public Labels Annotations { get; init; } = Labels.Empty;

    /// <summary>Where the source shows the rule or graph behind it.</summary>
    public string? GeneratorUrl { get; init; }

    /// <summary>More links.</summary>
    public IReadOnlyList<AlertLink> Links { get; init; } = [];

    /// <summary>Since when the condition holds as the source says.</summary>
    public DateTimeOffset StartsAt { get; init; }

    /// <summary>When it times out unless reported again.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>How the condition ended.</summary>
    public AlertEnding? Ending { get; init; }

    /// <summary>How long the acknowledgement holds; null without one.</summary>
    public AcknowledgementKind? AcknowledgedKind { get; init; }

    /// <summary>When an expiring acknowledgement ends.</summary>
    public DateTimeOffset? AcknowledgedUntil { get; init; }

    /// <summary>When it was acknowledged.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>Put aside by an operator.</summary>
    public AlertShelf? Shelf { get; init; }

    /// <summary>The alert that this one is a symptom of.</summary>
    public long? CauseId { get; init; }

    /// <summary>Who or what ranked it as a symptom.</summary>
    public SymptomOrigin? CauseFrom { get; init; }

    /// <summary>Since when it comes and goes too often.</summary>
    public DateTimeOffset? FlappingSince { get; init; }

    /// <summary>Silences and windows that hide it now; computed when the board is read, never stored.</summary>
    public IReadOnlyList<Suppressor> SuppressedBy { get; init; } = [];

    /// <summary>Row version; the ETag of the API.</summary>
    public uint Version { get; init; }

    /// <summary>The condition holds, nobody has acknowledged, nothing hides it and it is no symptom: the loud ones.</summary>
    public bool Unhandled => State == AlertState.Unacknowledged && SuppressedBy.Count == 0 && CauseId is null;

    /// <summary>Somebody acknowledged it, or it is put aside or hidden by design.</summary>
    public bool Handled => !Unhandled && State is not (AlertState.Closed or AlertState.ReturnedUnacknowledged);
}
