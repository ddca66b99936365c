namespace OpsBridge.Jobs.Pings;

/// <summary>Reports of one job that came within five minutes.</summary>
/// <param name="JobId">The job.</param>
/// <param name="First">When the first came (UTC).</param>
/// <param name="Last">When the last came (UTC).</param>
/// <param name="Failed">They told of a failure.</param>
/// <param name="Count">How many.</param>
/// <param name="Duration">The longest known duration of their runs; null when none is known.</param>
public sealed record DayReport(Guid JobId, DateTimeOffset First, DateTimeOffset Last, bool Failed, int Count, TimeSpan? Duration);

/// <summary>A stretch in which a reported job was down.</summary>
/// <param name="From">Its beginning (UTC), not before the day.</param>
/// <param name="Until">Its end (UTC); null while it lasts.</param>
/// <param name="Why">What began it; null where that was before the day.</param>
public sealed record DownSpan(DateTimeOffset From, DateTimeOffset? Until, FlipReason? Why);

/// <summary>One reported job within a day.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Grace">How late it may report: each expected moment opens a window of this length.</param>
public sealed record ReportedLane(Guid JobId, string Title, TimeSpan Grace)
{
    /// <summary>Name of its asset; null for none.</summary>
    public string? AssetName { get; init; }

    /// <summary>It is paused now.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Since when a run is under way (UTC); null when none is known.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Moments of the day at which it is or was expected (UTC), by time, by what is said about it now; at most 300.</summary>
    public IReadOnlyList<DateTimeOffset> Expected { get; init; } = [];

    /// <summary>Its reports, by time.</summary>
    public IReadOnlyList<DayReport> Reports { get; init; } = [];

    /// <summary>When it was down, by time.</summary>
    public IReadOnlyList<DownSpan> Down { get; init; } = [];

    /// <summary>The first moment of the day at which it shows.</summary>
    public DateTimeOffset First => Reports.Select(r => r.First).Concat(Expected).Concat(Down.Select(d => d.From)).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
}
