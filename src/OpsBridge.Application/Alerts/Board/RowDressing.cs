namespace OpsBridge.Alerts.Board;

/// <summary>What a row needs besides its own columns at one moment: names of asset and site, and what hides it now.</summary>
/// <param name="Places">Assets and sites.</param>
/// <param name="Suppressions">Silences and windows in force.</param>
internal sealed record RowDressing(EstatePlaces Places, ISuppressionSet Suppressions)
{
    /// <summary>The row with both; the same object when it has them already.</summary>
    public AlertRow On(AlertRow row)
    {
        var (asset, site, siteName) = Places.Of(row);
        var suppressors = row.State == AlertState.Closed ? [] : Suppressions.For(new SuppressionTarget(row.Labels, row.AssetId, site, row.StartsAt));
        return row.AssetName == asset && row.SiteId == site && row.SiteName == siteName && Same(row.SuppressedBy, suppressors)
            ? row
            : row with { AssetName = asset, SiteId = site, SiteName = siteName, SuppressedBy = suppressors.Count == 0 ? [] : suppressors };
    }

    private static bool Same(IReadOnlyList<Suppressor> a, IReadOnlyList<Suppressor> b) => a.Count == b.Count && (a.Count == 0 || a.SequenceEqual(b));
}
