namespace OpsBridge.Alerts.Board;

/// <summary>What a row needs besides its own columns at one moment: names of asset and site, and what hides it now.</summary>
/// <param name="Places">Assets by key.</param>
/// <param name="Suppressions">Silences and windows in force.</param>
internal sealed record RowDressing(IReadOnlyDictionary<Guid, AssetPlace> Places, ISuppressionSet Suppressions)
{
    /// <summary>The row with both; the same object when it has them already.</summary>
    public AlertRow On(AlertRow row)
    {
        var place = row.AssetId is { } asset ? Places.GetValueOrDefault(asset) : null;
        Guid? site = place?.SiteId;
        var suppressors = row.State == AlertState.Closed ? [] : Suppressions.For(new SuppressionTarget(row.Labels, row.AssetId, site, row.StartsAt));
        return row.AssetName == place?.Name && row.SiteId == site && row.SiteName == place?.SiteName && Same(row.SuppressedBy, suppressors)
            ? row
            : row with { AssetName = place?.Name, SiteId = site, SiteName = place?.SiteName, SuppressedBy = suppressors.Count == 0 ? [] : suppressors };
    }

    private static bool Same(IReadOnlyList<Suppressor> a, IReadOnlyList<Suppressor> b) => a.Count == b.Count && (a.Count == 0 || a.SequenceEqual(b));
}
