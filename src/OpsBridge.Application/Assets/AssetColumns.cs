namespace OpsBridge.Assets;

/// <summary>Columns of the CSV form of assets.</summary>
public static class AssetColumns
{
    /// <summary>The asset's name; the only column that every file must have.</summary>
    public const string Name = "name";

    /// <summary>The asset's kind.</summary>
    public const string Kind = "kind";

    /// <summary>Name of the site.</summary>
    public const string Site = "site";

    /// <summary>low, medium, high or critical.</summary>
    public const string Criticality = "criticality";

    /// <summary>The team that answers for it.</summary>
    public const string OwnerTeam = "owner_team";

    /// <summary>Tags as <c>name=value;name=value</c>; <c>\;</c> stands for a semicolon within a value.</summary>
    public const string Tags = "tags";

    /// <summary>Names of parents as <c>a;b</c>.</summary>
    public const string Parents = "parents";

    /// <summary>Free text, several lines allowed.</summary>
    public const string Notes = "notes";

    /// <summary>Web address of the runbook.</summary>
    public const string Runbook = "runbook";

    /// <summary>Every column, in the order of an export.</summary>
    public static IReadOnlyList<string> All { get; } = [Name, Kind, Site, Criticality, OwnerTeam, Tags, Parents, Notes, Runbook];
}
