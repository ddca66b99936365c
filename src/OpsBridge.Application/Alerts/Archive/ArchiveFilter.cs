namespace OpsBridge.Alerts.Archive;

/// <summary>Which alerts of the past are wanted.</summary>
/// <param name="From">Raised at or after this moment (UTC).</param>
/// <param name="To">Raised before this moment (UTC).</param>
public sealed record ArchiveFilter(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Only this severity.</summary>
    public AlertSeverity? Severity { get; init; }

    /// <summary>Only from the source of this name.</summary>
    public string? Source { get; init; }

    /// <summary>Only on assets of this site.</summary>
    public Guid? SiteId { get; init; }

    /// <summary>Only the closed ones.</summary>
    public bool ClosedOnly { get; init; }

    /// <summary>Only with labels that satisfy all of these.</summary>
    public MatcherSet? Matchers { get; init; }

    /// <summary>Whether the labels must be looked at, which no index helps with.</summary>
    public bool ReadsLabels => Matchers is not null;
}

/// <summary>A place in the list: the alert that was the last one seen.</summary>
/// <param name="RaisedAt">When it was raised (UTC).</param>
/// <param name="Id">Its number.</param>
public sealed record ArchivePlace(DateTimeOffset RaisedAt, long Id);

/// <summary>One page of the past, newest first.</summary>
/// <param name="Rows">Alerts, open ones among them.</param>
/// <param name="Older">Where the next page begins; null when there is none.</param>
/// <param name="Newer">Where the page before ends; null on the first.</param>
/// <param name="SearchedTo">When the search gave up before the page was full: how far back it has looked (UTC).</param>
public sealed record ArchivePage(IReadOnlyList<AlertRow> Rows, ArchivePlace? Older, ArchivePlace? Newer, DateTimeOffset? SearchedTo);
