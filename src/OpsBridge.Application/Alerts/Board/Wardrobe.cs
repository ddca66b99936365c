namespace OpsBridge.Alerts.Board;

/// <summary>Keeps what rows are dressed with: names of assets and sites, silences and windows in force.</summary>
internal sealed class Wardrobe(EstateNames names, ISuppressions suppressions) : IDisposable
{
    /// <summary>Tables whose change makes a dressing obsolete.</summary>
    public IReadOnlyList<string> Topics => ["assets", "sites", .. suppressions.Topics];

    /// <summary>What is true now; the one that is worn when that is still true.</summary>
    public async Task<RowDressing> ChooseAsync(RowDressing? worn, CancellationToken ct)
    {
        var (places, set) = (await names.GetAsync(ct), await suppressions.CurrentAsync(ct));
        return worn is not null && ReferenceEquals(worn.Places, places) && ReferenceEquals(worn.Suppressions, set) ? worn : new RowDressing(places, set);
    }

    /// <inheritdoc />
    public void Dispose() => names.Dispose();
}
