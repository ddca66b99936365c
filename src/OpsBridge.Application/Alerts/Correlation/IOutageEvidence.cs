namespace OpsBridge.Alerts.Correlation;

/// <summary>What our own checks know of assets: the Monitoring slice tells, the correlation believes it before any outside source.</summary>
public interface IOutageEvidence
{
    /// <summary>Live topics whose change may change the evidence.</summary>
    IReadOnlyList<string> Topics { get; }

    /// <summary>Assets of which no check works, with the moment since when the last of them fails (UTC).</summary>
    Task<IReadOnlyDictionary<Guid, DateTimeOffset>> DownAsync(CancellationToken ct);

    /// <summary>Of the given assets those that answered: the moment of their latest good result (UTC).</summary>
    Task<IReadOnlyDictionary<Guid, DateTimeOffset>> ReachedAsync(IReadOnlyCollection<Guid> assets, CancellationToken ct);
}
