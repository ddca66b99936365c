namespace OpsBridge.Assets;

/// <summary>One field that differs, in words for people.</summary>
/// <param name="Field">Name of the field as CSV columns call it, for example <c>owner_team</c>.</param>
/// <param name="Before">What it said; empty where it said nothing.</param>
/// <param name="After">What it says now.</param>
public sealed record FieldChange(string Field, string Before, string After);

/// <summary>Finds what differs between two descriptions.</summary>
internal static class FieldChanges
{
    /// <summary>The fields that differ between two normalised descriptions of an asset.</summary>
    /// <param name="before">As it was.</param>
    /// <param name="after">As it shall be.</param>
    /// <param name="site">Name of a site.</param>
    /// <param name="asset">Name of an asset.</param>
    public static IReadOnlyList<FieldChange> Between(
        AssetDetails before, AssetDetails after, Func<Guid, string> site, Func<Guid, string> asset)
    {
        var changes = new List<FieldChange>();
        Add(changes, AssetColumns.Name, before.Name, after.Name);
        Add(changes, AssetColumns.Kind, before.Kind, after.Kind);
        if (before.SiteId != after.SiteId)
        {
            changes.Add(new(AssetColumns.Site, site(before.SiteId), site(after.SiteId)));
        }

        Add(changes, AssetColumns.Criticality, before.Criticality.ToString(), after.Criticality.ToString());
        Add(changes, AssetColumns.OwnerTeam, before.OwnerTeam, after.OwnerTeam);
        if (!before.Tags.Equals(after.Tags))
        {
            changes.Add(new(AssetColumns.Tags, AssetCells.OfTags(before.Tags), AssetCells.OfTags(after.Tags)));
        }

        if (!before.ParentIds.ToHashSet().SetEquals(after.ParentIds))
        {
            changes.Add(new(AssetColumns.Parents, Names(before.ParentIds, asset), Names(after.ParentIds, asset)));
        }

        Add(changes, AssetColumns.Notes, before.Notes, after.Notes);
        Add(changes, AssetColumns.Runbook, before.RunbookUrl, after.RunbookUrl);
        return changes;
    }

    /// <summary>The fields that differ between two normalised descriptions of a site.</summary>
    public static IReadOnlyList<FieldChange> Between(SiteDetails before, SiteDetails after)
    {
        var changes = new List<FieldChange>();
        Add(changes, "name", before.Name, after.Name);
        Add(changes, "kind", before.Kind.ToString(), after.Kind.ToString());
        Add(changes, "time_zone", before.TimeZone, after.TimeZone);
        Add(changes, "notes", before.Notes, after.Notes);
        return changes;
    }

    private static void Add(List<FieldChange> changes, string field, string? before, string? after)
    {
        if (!string.Equals(before, after, StringComparison.Ordinal))
        {
            changes.Add(new(field, before ?? "", after ?? ""));
        }
    }

    private static string Names(IEnumerable<Guid> ids, Func<Guid, string> asset) =>
        AssetCells.OfNames(ids.Select(asset).Order(StringComparer.Ordinal));
}
