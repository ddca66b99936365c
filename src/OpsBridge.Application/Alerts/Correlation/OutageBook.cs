namespace OpsBridge.Alerts.Correlation;

/// <summary>
/// Which assets have failed, since when, and which alert says so: what our own checks call down, and what an outside source
/// calls down unless a check of ours has reached the asset since.
/// </summary>
public sealed class OutageBook
{
    private readonly Dictionary<Guid, DateTimeOffset> _failed = [];
    private readonly Dictionary<Guid, AlertRow> _alerts = [];

    private OutageBook()
    {
    }

    /// <summary>Failed assets, with since when (UTC).</summary>
    public IReadOnlyDictionary<Guid, DateTimeOffset> Failed => _failed;

    /// <summary>The alert that stands for the outage of an asset: the worst, then the earliest; null when none is open.</summary>
    public AlertRow? AlertOf(Guid asset) => _alerts.GetValueOrDefault(asset);

    /// <summary>Reads the open alerts.</summary>
    /// <param name="open">Every open alert.</param>
    /// <param name="saysOutage">Whether an alert of an outside source says by its name that its asset is down.</param>
    /// <param name="down">What our own checks call down.</param>
    /// <param name="reached">When our own checks last had a good answer, where they had one.</param>
    public static OutageBook Read(
        IReadOnlyList<AlertRow> open, Func<AlertRow, bool> saysOutage, IReadOnlyDictionary<Guid, DateTimeOffset> down, IReadOnlyDictionary<Guid, DateTimeOffset> reached)
    {
        var book = new OutageBook();
        foreach (var (asset, since) in down)
        {
            book._failed[asset] = since;
        }

        foreach (var row in open)
        {
            if (row.AssetId is not { } asset || row.ClearedAt is not null)
            {
                continue;
            }

            if (row.CheckId is not null ? down.ContainsKey(asset) && row.Severity > AlertSeverity.Warning : saysOutage(row) && !(reached.GetValueOrDefault(asset) > row.StartsAt))
            {
                book.Add(asset, row);
            }
        }

        return book;
    }

    private void Add(Guid asset, AlertRow row)
    {
        if (!_failed.TryGetValue(asset, out var since) || (row.CheckId is null && row.StartsAt < since))
        {
            _failed[asset] = row.StartsAt;
        }

        _alerts[asset] = CauseOrder.First(_alerts.GetValueOrDefault(asset), row)!;
    }
}
