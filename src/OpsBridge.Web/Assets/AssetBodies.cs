using OpsBridge.Kernel;

namespace OpsBridge.Assets;

/// <summary>What a caller says about an asset.</summary>
/// <param name="Name">Unique, 1 to 100 characters.</param>
/// <param name="Kind">1 to 40 characters.</param>
/// <param name="SiteId">Key of the site.</param>
/// <param name="Criticality">low, medium, high or critical; medium when missing.</param>
/// <param name="OwnerTeam">The team that answers for it.</param>
/// <param name="Tags">Labels that its alerts carry.</param>
/// <param name="Notes">Free text.</param>
/// <param name="RunbookUrl">http or https address.</param>
/// <param name="ParentIds">What it is reached through.</param>
public sealed record AssetBody(
    string? Name,
    string? Kind,
    Guid? SiteId,
    string? Criticality,
    string? OwnerTeam,
    IReadOnlyDictionary<string, string?>? Tags,
    string? Notes,
    string? RunbookUrl,
    IReadOnlyList<Guid>? ParentIds)
{
    /// <summary>The values as the use cases take them; a criticality that is no word of ours becomes one that validation refuses.</summary>
    public AssetDetails ToDetails() => new(
        Name ?? "",
        Kind ?? "",
        SiteId ?? Guid.Empty,
        Criticality is null ? Assets.Criticality.Medium : AssetAnswers.Word<Criticality>(Criticality) ?? (Criticality)(-1))
    {
        OwnerTeam = OwnerTeam,
        Tags = AssetBodies.ToLabels(Tags),
        Notes = Notes,
        RunbookUrl = RunbookUrl,
        ParentIds = ParentIds ?? [],
    };
}

/// <summary>An asset in a list.</summary>
public sealed record AssetItem(
    Guid Id,
    string Name,
    string Kind,
    Guid SiteId,
    string SiteName,
    string Criticality,
    string? OwnerTeam,
    IReadOnlyDictionary<string, string> Tags,
    DateTimeOffset? RetiredAt);

/// <summary>An asset with everything known of it.</summary>
/// <param name="Asset">As in a list.</param>
/// <param name="Notes">Free text.</param>
/// <param name="RunbookUrl">Where the runbook is.</param>
/// <param name="Parents">What it is reached through.</param>
/// <param name="Children">What is reached through it.</param>
public sealed record AssetResource(
    AssetItem Asset, string? Notes, string? RunbookUrl, IReadOnlyList<AssetLink> Parents, IReadOnlyList<AssetLink> Children);

/// <summary>Optional words with an action.</summary>
/// <param name="Why">The reason, for the timeline.</param>
public sealed record WhyBody(string? Why);

/// <summary>The same change for many assets; what is missing is left alone.</summary>
/// <param name="Ids">The assets, at most 10,000.</param>
/// <param name="SiteId">The site they move to.</param>
/// <param name="Criticality">low, medium, high or critical.</param>
/// <param name="OwnerTeam">The team; "" takes it away.</param>
/// <param name="AddTags">Tags they get.</param>
/// <param name="RemoveTags">Names of tags they lose.</param>
/// <param name="Retire">Takes them out of the watch.</param>
/// <param name="Why">The reason, for the timeline.</param>
public sealed record BulkBody(
    IReadOnlyList<Guid>? Ids,
    Guid? SiteId,
    string? Criticality,
    string? OwnerTeam,
    IReadOnlyDictionary<string, string?>? AddTags,
    IReadOnlyList<string>? RemoveTags,
    bool? Retire,
    string? Why);

/// <summary>What a bulk edit did to one asset.</summary>
/// <param name="Id">The asset.</param>
/// <param name="Name">Its name.</param>
/// <param name="Outcome">changed, unchanged, refused or notFound.</param>
/// <param name="Reason">Why it was refused.</param>
public sealed record BulkItemResource(Guid Id, string? Name, string Outcome, string? Reason);

/// <summary>What an import did, or would do.</summary>
/// <param name="Applied">Whether it is stored.</param>
/// <param name="Created">Rows that make new assets.</param>
/// <param name="Changed">Rows that change known assets.</param>
/// <param name="Unchanged">Rows that say what is known.</param>
/// <param name="Refused">Rows that cannot be taken; while there is one, nothing is stored.</param>
/// <param name="IgnoredColumns">Columns that mean nothing here.</param>
/// <param name="Rows">The verdicts in the order of the file.</param>
public sealed record ImportResource(
    bool Applied, int Created, int Changed, int Unchanged, int Refused, IReadOnlyList<string> IgnoredColumns, IReadOnlyList<ImportRowResource> Rows);

/// <summary>The verdict on one row.</summary>
/// <param name="Line">Line of the file, from 1.</param>
/// <param name="Name">The asset.</param>
/// <param name="Verdict">create, change, unchanged or refused.</param>
/// <param name="Fields">The fields that change.</param>
/// <param name="Reason">Why it is refused.</param>
public sealed record ImportRowResource(int Line, string Name, string Verdict, IReadOnlyList<FieldChange>? Fields, string? Reason);

/// <summary>Between records of the slice and JSON.</summary>
internal static class AssetBodies
{
    public static Labels ToLabels(IReadOnlyDictionary<string, string?>? tags) =>
        Labels.From((tags ?? new Dictionary<string, string?>(StringComparer.Ordinal)).Select(t => new KeyValuePair<string, string>(t.Key, t.Value ?? "")));

    public static AssetItem ToItem(AssetRow row) => new(
        row.Id, row.Name, row.Kind, row.SiteId, row.SiteName, Word(row.Criticality), row.OwnerTeam, row.Tags.ToDictionary(StringComparer.Ordinal), row.RetiredAt);

    public static AssetResource ToResource(AssetView view) => new(ToItem(view.Row), view.Notes, view.RunbookUrl, view.Parents, view.Children);

    public static BulkItemResource ToResource(BulkItem item) => new(item.Id, item.Name, Word(item.Outcome), item.Reason);

    public static ImportResource ToResource(ImportReport report, bool applied) => new(
        applied, report.Created, report.Changed, report.Unchanged, report.Refused, report.IgnoredColumns, [.. report.Rows.Select(ToResource)]);

    public static string Word<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static ImportRowResource ToResource(ImportRow row) => row.Verdict switch
    {
        ImportVerdict.Create => new(row.Line, row.Name, "create", null, null),
        ImportVerdict.Change change => new(row.Line, row.Name, "change", change.Fields, null),
        ImportVerdict.Refused refused => new(row.Line, row.Name, "refused", null, refused.Reason),
        _ => new(row.Line, row.Name, "unchanged", null, null),
    };
}
