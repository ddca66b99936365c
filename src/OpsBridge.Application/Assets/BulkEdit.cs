using OpsBridge.Kernel;

namespace OpsBridge.Assets;

/// <summary>What to do to a selection of assets; what is null or empty is left alone.</summary>
public sealed record BulkEdit
{
    /// <summary>The most assets that one edit may touch.</summary>
    public const int MaxAssets = 10_000;

    /// <summary>The site they move to.</summary>
    public Guid? SiteId { get; init; }

    /// <summary>Their new criticality.</summary>
    public Criticality? Criticality { get; init; }

    /// <summary>Their new owner team; blank text takes the team away.</summary>
    public string? OwnerTeam { get; init; }

    /// <summary>Tags they get; a tag of that name gets the new value.</summary>
    public Labels AddTags { get; init; } = Labels.Empty;

    /// <summary>Names of tags they lose.</summary>
    public IReadOnlyList<string> RemoveTags { get; init; } = [];

    /// <summary>Whether they leave the watch.</summary>
    public bool Retire { get; init; }

    /// <summary>The reason, for the timeline.</summary>
    public string? Why { get; init; }

    /// <summary>Whether it would do nothing at all.</summary>
    public bool IsEmpty => SiteId is null && Criticality is null && OwnerTeam is null && AddTags.Count == 0 && RemoveTags.Count == 0 && !Retire;

    /// <summary>The description of an asset after this edit.</summary>
    public AssetDetails ApplyTo(AssetDetails details) => (details with
    {
        SiteId = SiteId ?? details.SiteId,
        Criticality = Criticality ?? details.Criticality,
        OwnerTeam = OwnerTeam ?? details.OwnerTeam,
        Tags = RemoveTags.Aggregate(details.Tags, (tags, name) => tags.With(name, "")).With(AddTags),
    }).Normalized();
}

/// <summary>What a bulk edit did to one asset.</summary>
/// <param name="Id">The asset.</param>
/// <param name="Name">Its name; null when there is none.</param>
/// <param name="Outcome">What happened.</param>
/// <param name="Reason">Why it was refused, in plain words.</param>
public sealed record BulkItem(Guid Id, string? Name, BulkOutcome Outcome, string? Reason = null);

/// <summary>What a bulk edit did to an asset.</summary>
public enum BulkOutcome
{
    /// <summary>It was changed or retired.</summary>
    Changed,

    /// <summary>It was so already.</summary>
    Unchanged,

    /// <summary>It was left as it was, for the reason given; the others went on.</summary>
    Refused,

    /// <summary>There is no such asset.</summary>
    NotFound,
}
