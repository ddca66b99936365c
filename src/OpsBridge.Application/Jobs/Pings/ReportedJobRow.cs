namespace OpsBridge.Jobs.Pings;

/// <summary>A reported job as lists, pages and programs read it.</summary>
public sealed record ReportedJobRow
{
    /// <summary>Key.</summary>
    public required Guid Id { get; init; }

    /// <summary>The id in its ping address; empty for readers who may not report for it.</summary>
    public Guid Code { get; init; }

    /// <summary>SHA-1 over the first half of the id, as healthchecks names jobs to readers who may not report for them.</summary>
    public required string UniqueKey { get; init; }

    /// <summary>What people call it.</summary>
    public required string Title { get; init; }

    /// <summary>What is said about it.</summary>
    public required ReportedJobDetails Details { get; init; }

    /// <summary>Its version.</summary>
    public int Revision { get; init; }

    /// <summary>Name of its asset; null for none.</summary>
    public string? AssetName { get; init; }

    /// <summary>Name of its desk; null for all.</summary>
    public string? DeskName { get; init; }

    /// <summary>What is stored of its state.</summary>
    public ReportedJobState State { get; init; }

    /// <summary>What people are shown.</summary>
    public ReportedJobWord Word { get; init; }

    /// <summary>Since when it is in its state (UTC).</summary>
    public DateTimeOffset StateSince { get; init; }

    /// <summary>Why, in words.</summary>
    public string Words { get; init; } = "";

    /// <summary>Pings so far.</summary>
    public long PingCount { get; init; }

    /// <summary>Last success or failure (UTC).</summary>
    public DateTimeOffset? LastPingAt { get; init; }

    /// <summary>Since when a run is under way (UTC).</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it should report next (UTC).</summary>
    public DateTimeOffset? ExpectedAt { get; init; }

    /// <summary>When it will be missing (UTC).</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Last known duration.</summary>
    public TimeSpan? LastDuration { get; init; }

    /// <summary>The last durations in milliseconds, oldest first.</summary>
    public IReadOnlyList<long> Durations { get; init; } = [];

    /// <summary>Its pause: end (UTC), who, why.</summary>
    public (DateTimeOffset? Until, string? By, string? Why) Pause { get; init; }

    /// <summary>Planned downtime (UTC): begin, end, who, why.</summary>
    public (DateTimeOffset? From, DateTimeOffset? Until, string? By, string? Why) Downtime { get; init; }

    /// <summary>Whether it is due to be looked at by somebody: down, or late.</summary>
    public bool NeedsLook => Word is ReportedJobWord.Down or ReportedJobWord.Grace;
}

/// <summary>A ping key as it is listed; never its secret.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Prefix">Its visible beginning.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="CreatedAt">When (UTC).</param>
/// <param name="RevokedAt">Since when it is over (UTC).</param>
public sealed record PingKeyRow(Guid Id, string Name, string Prefix, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt);

/// <summary>A ping as it is listed, without its body.</summary>
/// <param name="Number">Its number among the job's pings.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Kind">What it was taken for.</param>
public sealed record PingRow(long Number, DateTimeOffset At, PingKind Kind)
{
    /// <summary>Exit code.</summary>
    public int? ExitCode { get; init; }

    /// <summary>HTTP method.</summary>
    public string Method { get; init; } = "";

    /// <summary>http or https.</summary>
    public string Scheme { get; init; } = "";

    /// <summary>Address of the sender.</summary>
    public string RemoteAddress { get; init; } = "";

    /// <summary>What the sender called itself.</summary>
    public string UserAgent { get; init; } = "";

    /// <summary>The sender's id of the run.</summary>
    public Guid? RunId { get; init; }

    /// <summary>How long the run took.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Bytes of its body that were kept.</summary>
    public int BodyBytes { get; init; }
}
