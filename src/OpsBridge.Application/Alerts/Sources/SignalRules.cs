namespace OpsBridge.Alerts.Sources;

/// <summary>What turns the events of one source into signals, besides its label rules.</summary>
/// <param name="Source">Name of the source; 1 to 60 characters.</param>
/// <param name="SourceId">The configured source; null for the default one of a format.</param>
public sealed record SignalRules(string Source, Guid? SourceId)
{
    /// <summary>How long a firing alert holds where the sender names no end.</summary>
    public TimeSpan ResolveTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The worst severity that may be raised.</summary>
    public AlertSeverity SeverityCap { get; init; } = AlertSeverity.Critical;

    /// <summary>Names of the labels that identify a condition; empty for all of them.</summary>
    public IReadOnlyList<string> IdentityLabels { get; init; } = [];

    /// <summary>Where the asset of an event is looked up, first hit wins.</summary>
    public IReadOnlyList<AssetLookup> AssetLookups { get; init; } = AssetLookup.Usual;

    /// <summary>Name of the label that names the site where no asset is found; null to look for none.</summary>
    public string? SiteLabel { get; init; } = "site";

    /// <summary>The rules that a source's values stand for.</summary>
    public static SignalRules Of(Guid? sourceId, SourceDetails details) => new(details.Name.Trim(), sourceId)
    {
        ResolveTimeout = details.ResolveTimeout,
        SeverityCap = details.SeverityCap,
    };
}

/// <summary>How the value of a label finds an asset.</summary>
public enum AssetLookupKind
{
    /// <summary>The value is the asset's name.</summary>
    Name,

    /// <summary>The value is an address; its host part, whole or up to the first dot, is the asset's name.</summary>
    Host,

    /// <summary>The value is that of a tag of the asset.</summary>
    Tag,
}

/// <summary>One way to find the asset of an event.</summary>
/// <param name="Label">Label whose value is looked up.</param>
/// <param name="Kind">How.</param>
/// <param name="Tag">Name of the asset's tag; only with <see cref="AssetLookupKind.Tag"/>.</param>
public sealed record AssetLookup(string Label, AssetLookupKind Kind, string? Tag = null)
{
    /// <summary>What most tools send: the asset by name, then whatever names a host, then the address it was scraped at.</summary>
    public static IReadOnlyList<AssetLookup> Usual { get; } =
    [
        new("asset", AssetLookupKind.Name), new("host", AssetLookupKind.Host), new("hostname", AssetLookupKind.Host),
        new("host_name", AssetLookupKind.Host), new("node", AssetLookupKind.Host), new("instance", AssetLookupKind.Host),
        new("instance", AssetLookupKind.Tag, "address"), new("host", AssetLookupKind.Tag, "alias"),
    ];

    /// <summary>The asset, where this way leads to one.</summary>
    public KnownAsset? Find(Kernel.Labels labels, AssetIndex assets) => labels[Label] is not { } value
        ? null
        : Kind switch
        {
            AssetLookupKind.Name => assets.Named(value),
            AssetLookupKind.Host => assets.AtAddress(value),
            _ => Tag is null ? null : assets.Tagged(Tag, value) ?? assets.Tagged(Tag, AssetIndex.HostOf(value)),
        };
}
