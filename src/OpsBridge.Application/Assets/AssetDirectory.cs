using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Kernel;

namespace OpsBridge.Assets;

/// <summary>An asset by name.</summary>
/// <param name="Id">Key.</param>
/// <param name="Name">Unique name.</param>
/// <param name="Kind">What kind of thing.</param>
/// <param name="SiteName">Where it stands.</param>
/// <param name="RetiredAt">Since when it is no longer watched.</param>
public sealed record AssetLink(Guid Id, string Name, string Kind, string SiteName, DateTimeOffset? RetiredAt);

/// <summary>Everything an admin said about one asset, with what it is tied to.</summary>
/// <param name="Row">As lists show it.</param>
/// <param name="Notes">Free text.</param>
/// <param name="RunbookUrl">Where the runbook is.</param>
/// <param name="Parents">What it is reached through, by name.</param>
/// <param name="Children">What is reached through it, by name.</param>
public sealed record AssetView(
    AssetRow Row, string? Notes, string? RunbookUrl, IReadOnlyList<AssetLink> Parents, IReadOnlyList<AssetLink> Children)
{
    /// <summary>The values as <see cref="ChangeAsset"/> takes them.</summary>
    public AssetDetails ToDetails() => new(Row.Name, Row.Kind, Row.SiteId, Row.Criticality)
    {
        OwnerTeam = Row.OwnerTeam,
        Tags = Row.Tags,
        Notes = Notes,
        RunbookUrl = RunbookUrl,
        ParentIds = [.. Parents.Select(p => p.Id)],
    };
}

/// <summary>Finds single assets.</summary>
public interface IAssetDirectory
{
    /// <summary>One asset, watched or retired; null when there is none.</summary>
    Task<AssetView?> FindAsync(Guid id, Actor actor, CancellationToken ct);

    /// <summary>
    /// Watched assets whose name begins with the text, then those that contain it, each by name, letter case ignored. At most
    /// <paramref name="limit"/>; none for blank text.
    /// </summary>
    Task<IReadOnlyList<AssetLink>> LookupAsync(string text, int limit, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IAssetDirectory"/>
public sealed class AssetDirectory(IDbContextFactory<OpsDbContext> contexts) : IAssetDirectory
{
    /// <summary>How many names a jump search offers.</summary>
    public const int JumpLimit = 8;

    /// <inheritdoc />
    public async Task<AssetView?> FindAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAssets);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var found = await (
            from a in db.Set<Asset>().AsNoTracking()
            join site in db.Set<Site>() on a.SiteId equals site.Id
            where a.Id == id
            select new
            {
                Row = new AssetRow
                {
                    Id = a.Id,
                    Name = a.Name,
                    Kind = a.Kind,
                    SiteId = a.SiteId,
                    SiteName = site.Name,
                    Criticality = a.Criticality,
                    OwnerTeam = a.OwnerTeam,
                    Tags = a.Tags,
                    RetiredAt = a.RetiredAt,
                    Version = a.Version,
                },
                a.Notes,
                a.RunbookUrl,
            }).SingleOrDefaultAsync(ct);
        if (found is null)
        {
            return null;
        }

        var ties = db.Set<AssetParent>();
        var parents = await Links(db, db.Set<Asset>().Where(a => ties.Any(t => t.AssetId == id && t.ParentId == a.Id)), ct);
        var children = await Links(db, db.Set<Asset>().Where(a => ties.Any(t => t.ParentId == id && t.AssetId == a.Id)), ct);
        return new AssetView(found.Row, found.Notes, found.RunbookUrl, parents, children);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<AssetLink>> LookupAsync(string text, int limit, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAssets);
        if (!PlainText.IsLine(text, 1, 100))
        {
            return [];
        }

        var literal = AssetSearch.Literal(text.Trim());
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await (
            from a in db.Set<Asset>().AsNoTracking()
            join site in db.Set<Site>() on a.SiteId equals site.Id
            where a.RetiredAt == null && EF.Functions.ILike(a.Name, $"%{literal}%", @"\")
            orderby EF.Functions.ILike(a.Name, $"{literal}%", @"\") descending, a.Name
            select new AssetLink(a.Id, a.Name, a.Kind, site.Name, a.RetiredAt))
            .Take(Math.Clamp(limit, 1, PageSize.Max)).ToListAsync(ct);
    }

    private static async Task<IReadOnlyList<AssetLink>> Links(OpsDbContext db, IQueryable<Asset> assets, CancellationToken ct) =>
        await (from a in assets.AsNoTracking()
               join site in db.Set<Site>() on a.SiteId equals site.Id
               orderby a.Name
               select new AssetLink(a.Id, a.Name, a.Kind, site.Name, a.RetiredAt)).ToListAsync(ct);
}
