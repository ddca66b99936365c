using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Assets;

/// <summary>What sites and assets tell the timeline.</summary>
internal static class EstateHistory
{
    /// <summary>An asset came into being.</summary>
    public static Happening Created(Asset asset, Func<Guid, string> site, Func<Guid, string> parent)
    {
        var blank = new AssetDetails("", "", Guid.Empty, asset.Criticality);
        var facts = FieldChanges.Between(blank, asset.ToDetails(), id => id == Guid.Empty ? "" : site(id), parent)
            .Append(new FieldChange(AssetColumns.Criticality, "", asset.Criticality.ToString()));
        return Of(asset, "created", $"created asset {asset.Name}") with { After = After(facts) };
    }

    /// <summary>Fields of an asset changed.</summary>
    public static Happening Changed(Asset asset, IReadOnlyList<FieldChange> changes) =>
        Of(asset, "changed", $"changed {Fields(changes)} of asset {asset.Name}") with { Before = Before(changes), After = After(changes) };

    /// <summary>An asset left the watch or came back.</summary>
    public static Happening Of(Asset asset, string verb, string text) =>
        new($"asset.{verb}", asset.Id.ToString(), text) { AssetId = asset.Id };

    /// <summary>Something happened to a site.</summary>
    public static Happening Of(Site site, string verb, string text) => new($"site.{verb}", site.Id.ToString(), text);

    /// <summary>Fields of a site changed.</summary>
    public static Happening Changed(Site site, IReadOnlyList<FieldChange> changes) =>
        Of(site, "changed", $"changed {Fields(changes)} of site {site.Name}") with { Before = Before(changes), After = After(changes) };

    /// <summary>Adds the entry to the context of the change.</summary>
    public static void Record(this Data.OpsDbContext db, DateTimeOffset now, Actor actor, Happening what) =>
        db.Add(TimelineEntry.Record(now, actor, what));

    private static string Fields(IReadOnlyList<FieldChange> changes) =>
        string.Join(", ", changes.Select(c => c.Field.Replace('_', ' ')));

    private static Dictionary<string, string> Before(IEnumerable<FieldChange> changes) =>
        changes.ToDictionary(c => c.Field, c => c.Before, StringComparer.Ordinal);

    private static Dictionary<string, string> After(IEnumerable<FieldChange> changes) =>
        changes.ToDictionary(c => c.Field, c => c.After, StringComparer.Ordinal);
}
