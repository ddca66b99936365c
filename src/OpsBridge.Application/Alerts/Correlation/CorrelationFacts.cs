namespace OpsBridge.Alerts.Correlation;

/// <summary>Everything that decides who is a symptom of whom, at one moment.</summary>
/// <param name="Open">Every open alert.</param>
public sealed record CorrelationFacts(IReadOnlyList<AlertRow> Open)
{
    /// <summary>Nothing is reached through anything.</summary>
    public static ILookup<Guid, Guid> NoParents { get; } = Array.Empty<(Guid, Guid)>().ToLookup(p => p.Item1, p => p.Item2);

    /// <summary>What operators said: alert → the cause they named, or null where they said that it stands alone.</summary>
    public IReadOnlyDictionary<long, long?> Words { get; init; } = new Dictionary<long, long?>();

    /// <summary>For each asset what it is reached through.</summary>
    public ILookup<Guid, Guid> Parents { get; init; } = NoParents;

    /// <summary>Assets that our own checks call down, with since when (UTC).</summary>
    public IReadOnlyDictionary<Guid, DateTimeOffset> Down { get; init; } = new Dictionary<Guid, DateTimeOffset>();

    /// <summary>Assets that answered a check of ours, with when last (UTC).</summary>
    public IReadOnlyDictionary<Guid, DateTimeOffset> Reached { get; init; } = new Dictionary<Guid, DateTimeOffset>();

    /// <summary>Whether an alert of an outside source says by its name that its asset is down.</summary>
    public Func<AlertRow, bool> SaysOutage { get; init; } = static _ => false;

    /// <summary>Troubles that began longer than this before the way in was lost stand for themselves.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The ranking rules that are switched on.</summary>
    public RankingRuleSet Rules { get; init; } = RankingRuleSet.None;
}
