using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Kernel;

namespace OpsBridge.Assets;

/// <summary>One asset as lists show it.</summary>
public sealed record AssetRow
{
    /// <summary>Key.</summary>
    public required Guid Id { get; init; }

    /// <summary>Unique name.</summary>
    public required string Name { get; init; }

    /// <summary>What kind of thing.</summary>
    public required string Kind { get; init; }

    /// <summary>The site's key.</summary>
    public required Guid SiteId { get; init; }

    /// <summary>The site's name.</summary>
    public required string SiteName { get; init; }

    /// <summary>How much depends on it.</summary>
    public required Criticality Criticality { get; init; }

    /// <summary>The team that answers for it.</summary>
    public string? OwnerTeam { get; init; }

    /// <summary>Labels that its alerts carry.</summary>
    public Labels Tags { get; init; } = Labels.Empty;

    /// <summary>Since when it is no longer watched.</summary>
    public DateTimeOffset? RetiredAt { get; init; }

    /// <summary>Row version; the ETag of the API.</summary>
    public uint Version { get; init; }
}

/// <summary>The assets of one moment.</summary>
/// <param name="Rows">By name; at most <see cref="AssetList.Limit"/>.</param>
/// <param name="ReadAt">When they were read.</param>
/// <param name="Truncated">True when more match than are shown.</param>
public sealed record AssetListView(IReadOnlyList<AssetRow> Rows, DateTimeOffset ReadAt, bool Truncated)
{
    /// <summary>Nothing read yet.</summary>
    public static AssetListView Empty { get; } = new([], DateTimeOffset.MinValue, false);
}

/// <summary>Reads assets for screens and the API.</summary>
public interface IAssetList
{
    /// <summary>Every asset that matches, by name.</summary>
    Task<AssetListView> ReadAsync(AssetFilter filter, Actor actor, CancellationToken ct);

    /// <summary>One page by name, after the name that the last page's <see cref="Page{T}.Next"/> gave.</summary>
    Task<Page<AssetRow>> PageAsync(AssetFilter filter, string? after, int size, Actor actor, CancellationToken ct);

    /// <summary>The kinds in use, in order, at most 200.</summary>
    Task<IReadOnlyList<string>> KindsAsync(Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IAssetList"/>
public sealed class AssetList(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock) : IAssetList
{
    /// <summary>The most assets that one view holds.</summary>
    public const int Limit = 20_000;

    /// <inheritdoc />
    public async Task<AssetListView> ReadAsync(AssetFilter filter, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAssets);
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await Rows(db, filter.On(db).OrderBy(a => a.Name).Take(Limit + 1)).ToListAsync(ct);
        return rows.Count > Limit ? new(rows.GetRange(0, Limit), now, true) : new(rows, now, false);
    }

    /// <inheritdoc />
    public async Task<Page<AssetRow>> PageAsync(AssetFilter filter, string? after, int size, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAssets);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var matching = filter.On(db);
        if (!string.IsNullOrEmpty(after) && PlainText.IsLine(after, 0, 1000))
        {
            matching = matching.Where(a => a.Name.CompareTo(after) > 0);
        }

        var rows = await Rows(db, matching.OrderBy(a => a.Name).Take(size + 1)).ToListAsync(ct);
        return rows.Count > size ? new(rows.GetRange(0, size), rows[size - 1].Name) : new(rows, null);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<string>> KindsAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAssets);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<Asset>().Select(a => a.Kind).Distinct().OrderBy(k => k).Take(200).ToListAsync(ct);
    }

    private static IQueryable<AssetRow> Rows(OpsDbContext db, IQueryable<Asset> assets) =>
        from a in assets
        join site in db.Set<Site>() on a.SiteId equals site.Id
        orderby a.Name
        select new AssetRow
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
        };
}
