using OpsBridge.Kernel;

namespace OpsBridge.Assets;

/// <summary>Something the watch keeps an eye on: a server, a database, a router, a UPS.</summary>
public sealed class Asset
{
    private readonly List<AssetParent> _parents = [];

    private Asset()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>Unique, 1 to 100 characters; usually the host name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What kind of thing, in the admin's words: server, database, router, ups …</summary>
    public string Kind { get; private set; } = "";

    /// <summary>Where it stands.</summary>
    public Guid SiteId { get; private set; }

    /// <summary>How much depends on it.</summary>
    public Criticality Criticality { get; private set; }

    /// <summary>The team that answers for it.</summary>
    public string? OwnerTeam { get; private set; }

    /// <summary>Labels that its alerts carry.</summary>
    public Labels Tags { get; private set; } = Labels.Empty;

    /// <summary>Free text for the watch.</summary>
    public string? Notes { get; private set; }

    /// <summary>Where the runbook is (http or https).</summary>
    public string? RunbookUrl { get; private set; }

    /// <summary>Since when it is no longer watched; null while it is.</summary>
    public DateTimeOffset? RetiredAt { get; private set; }

    /// <summary>What it is reached through: when all of these are down, it is unreachable rather than down.</summary>
    public IReadOnlyCollection<AssetParent> Parents => _parents;

    /// <summary>Row version (PostgreSQL xmin); the ETag of the API.</summary>
    public uint Version { get; private set; }

    /// <summary>A new asset from valid values (see <see cref="AssetDetails.Validate"/>).</summary>
    public static Asset Create(AssetDetails details) => Create(Guid.CreateVersion7(), details);

    /// <summary>Takes over valid values; parents included.</summary>
    public void Change(AssetDetails details)
    {
        var clean = details.Normalized();
        Name = clean.Name;
        Kind = clean.Kind;
        SiteId = clean.SiteId;
        Criticality = clean.Criticality;
        OwnerTeam = clean.OwnerTeam;
        Tags = clean.Tags;
        Notes = clean.Notes;
        RunbookUrl = clean.RunbookUrl;
        _parents.RemoveAll(p => !clean.ParentIds.Contains(p.ParentId));
        foreach (var parent in clean.ParentIds.Where(id => _parents.TrueForAll(p => p.ParentId != id)).ToList())
        {
            _parents.Add(new AssetParent(Id, parent));
        }
    }

    /// <summary>What an admin said about it, as it stands.</summary>
    public AssetDetails ToDetails() => new(Name, Kind, SiteId, Criticality)
    {
        OwnerTeam = OwnerTeam,
        Tags = Tags,
        Notes = Notes,
        RunbookUrl = RunbookUrl,
        ParentIds = [.. _parents.Select(p => p.ParentId)],
    };

    /// <summary>Takes it out of the watch; false when it already was.</summary>
    public bool Retire(DateTimeOffset at)
    {
        if (RetiredAt is not null)
        {
            return false;
        }

        RetiredAt = at;
        return true;
    }

    /// <summary>Takes it back into the watch; false when it never left.</summary>
    public bool Reinstate()
    {
        var was = RetiredAt is not null;
        RetiredAt = null;
        return was;
    }

    /// <summary>A new asset whose key others of the same import already refer to.</summary>
    internal static Asset Create(Guid id, AssetDetails details)
    {
        var asset = new Asset { Id = id };
        asset.Change(details);
        return asset;
    }
}

/// <summary>A relation for reachability: <see cref="AssetId"/> is reached through <see cref="ParentId"/>.</summary>
/// <param name="AssetId">The asset that depends.</param>
/// <param name="ParentId">The asset it is reached through.</param>
public sealed record AssetParent(Guid AssetId, Guid ParentId);

/// <summary>How much depends on an asset.</summary>
public enum Criticality
{
    /// <summary>Nobody notices for a day.</summary>
    Low,

    /// <summary>A team notices.</summary>
    Medium,

    /// <summary>Customers notice.</summary>
    High,

    /// <summary>The business stops.</summary>
    Critical,
}
