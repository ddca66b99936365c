namespace OpsBridge.Assets;

/// <summary>Which assets a list shows; what is null matches all.</summary>
public sealed record AssetFilter
{
    /// <summary>
    /// Words that all must occur, in any letter case, in name, kind, owner team or tags; a word like <c>env=prod</c> asks for
    /// exactly that tag.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>Where they stand.</summary>
    public Guid? SiteId { get; init; }

    /// <summary>Their kind.</summary>
    public string? Kind { get; init; }

    /// <summary>How much depends on them.</summary>
    public Criticality? Criticality { get; init; }

    /// <summary>Watched ones, retired ones, or both.</summary>
    public AssetScope Scope { get; init; }
}

/// <summary>Watched or retired.</summary>
public enum AssetScope
{
    /// <summary>Assets that are watched.</summary>
    Watched,

    /// <summary>Assets taken out of the watch.</summary>
    Retired,

    /// <summary>Both.</summary>
    All,
}
