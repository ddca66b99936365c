using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Kernel;

namespace OpsBridge.Monitoring;

/// <summary>One asset and how it is.</summary>
public sealed record AssetHealthView
{
    /// <summary>Key.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Kind in the admin's words.</summary>
    public required string Kind { get; init; }

    /// <summary>The site's key.</summary>
    public required Guid SiteId { get; init; }

    /// <summary>The site's name.</summary>
    public required string SiteName { get; init; }

    /// <summary>How much depends on it.</summary>
    public required Criticality Criticality { get; init; }

    /// <summary>The team that answers for it.</summary>
    public string? OwnerTeam { get; init; }

    /// <summary>Its labels.</summary>
    public Labels Tags { get; init; } = Labels.Empty;

    /// <summary>Free text for the watch.</summary>
    public string? Notes { get; init; }

    /// <summary>Where the runbook is; http or https only, null otherwise.</summary>
    public Uri? Runbook { get; init; }

    /// <summary>Since when it is out of the watch.</summary>
    public DateTimeOffset? RetiredAt { get; init; }

    /// <summary>Its state.</summary>
    public required CheckWord State { get; init; }

    /// <summary>Since when the check that decides the state is as it is.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The parent because of which it cannot be reached; null otherwise.</summary>
    public string? UnreachableBecause { get; init; }

    /// <summary>What it is reached through.</summary>
    public IReadOnlyList<RelatedAsset> Parents { get; init; } = [];

    /// <summary>What is reached through it.</summary>
    public IReadOnlyList<RelatedAsset> Children { get; init; } = [];

    /// <summary>Its checks by name.</summary>
    public IReadOnlyList<AssetCheck> Checks { get; init; } = [];
}

/// <summary>Another asset and its state.</summary>
public sealed record RelatedAsset(Guid Id, string Name, CheckWord State);

/// <summary>A check with its last output.</summary>
/// <param name="Row">As in lists.</param>
/// <param name="Detail">Further lines of the last result. Hostile text: never markup.</param>
/// <param name="Thresholds">Its limits.</param>
public sealed record AssetCheck(CheckRow Row, string? Detail, IReadOnlyList<MetricThreshold> Thresholds);

/// <summary>Reads how one asset is.</summary>
public interface IAssetHealth
{
    /// <summary>The asset, retired or not; null when there is none.</summary>
    Task<AssetHealthView?> ReadAsync(Guid assetId, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IAssetHealth"/>
public sealed class AssetHealth(IDbContextFactory<OpsDbContext> contexts) : IAssetHealth
{
    private const int MostChildren = 50;

    /// <inheritdoc />
    public async Task<AssetHealthView?> ReadAsync(Guid assetId, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewChecks);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var found = await (
            from a in db.Set<Asset>().AsNoTracking()
            join s in db.Set<Site>() on a.SiteId equals s.Id
            where a.Id == assetId
            select new { Asset = a, Site = s.Name }).SingleOrDefaultAsync(ct);
        if (found is null)
        {
            return null;
        }

        var checks = await ChecksAsync(db, found.Asset, found.Site, ct);
        var state = AssetCondition.Of(checks.Select(c => (c.Row.Word, c.Row.Reading.IsHard)));
        var deciding = checks.Where(c => c.Row.Enabled).OrderByDescending(c => c.Row.Word).ThenBy(c => c.Row.Reading.Since).FirstOrDefault()?.Row.Reading;
        return new AssetHealthView
        {
            Id = assetId,
            Name = found.Asset.Name,
            Kind = found.Asset.Kind,
            SiteId = found.Asset.SiteId,
            SiteName = found.Site,
            Criticality = found.Asset.Criticality,
            OwnerTeam = found.Asset.OwnerTeam,
            Tags = found.Asset.Tags,
            Notes = found.Asset.Notes,
            Runbook = Web(found.Asset.RunbookUrl),
            RetiredAt = found.Asset.RetiredAt,
            State = state,
            Since = deciding?.Since,
            UnreachableBecause = state == CheckWord.Unreachable ? checks.Select(c => c.Row.Reading).First(r => r.Word == CheckWord.Unreachable).Because : null,
            Parents = await RelatedAsync(db, db.Set<AssetParent>().Where(p => p.AssetId == assetId).Select(p => p.ParentId), ct),
            Children = await RelatedAsync(db, db.Set<AssetParent>().Where(p => p.ParentId == assetId).Select(p => p.AssetId), ct),
            Checks = checks,
        };
    }

    private static async Task<IReadOnlyList<AssetCheck>> ChecksAsync(OpsDbContext db, Asset asset, string site, CancellationToken ct)
    {
        var rows = await (
            from c in db.Set<Check>().AsNoTracking()
            join s in db.Set<CheckStateRow>() on c.Id equals s.CheckId into states
            from s in states.DefaultIfEmpty()
            where c.AssetId == asset.Id
            orderby c.Name
            select new { Check = c, State = s }).ToListAsync(ct);
        return rows.ConvertAll(r => new AssetCheck(
            new CheckRow
            {
                Id = r.Check.Id,
                Name = r.Check.Name,
                Kind = r.Check.Settings.Kind,
                Target = r.Check.Settings.Describe(),
                AssetId = asset.Id,
                AssetName = asset.Name,
                SiteId = asset.SiteId,
                SiteName = site,
                Enabled = r.Check.Enabled,
                Interval = r.Check.Interval,
                MaxAttempts = r.Check.MaxAttempts,
                Reading = r.State?.ToReading() ?? CheckReading.None,
            },
            r.State?.Detail,
            r.Check.Thresholds));
    }

    private static async Task<IReadOnlyList<RelatedAsset>> RelatedAsync(OpsDbContext db, IQueryable<Guid> ids, CancellationToken ct)
    {
        var assets = await db.Set<Asset>().AsNoTracking().Where(a => ids.Contains(a.Id)).OrderBy(a => a.Name).Take(MostChildren)
            .Select(a => new { a.Id, a.Name }).ToListAsync(ct);
        var wanted = assets.ConvertAll(a => a.Id);
        var states = await (
            from c in db.Set<Check>().AsNoTracking()
            join s in db.Set<CheckStateRow>() on c.Id equals s.CheckId
            where wanted.Contains(c.AssetId) && c.Enabled
            select new { c.AssetId, State = s }).ToListAsync(ct);
        var byAsset = states.ToLookup(s => s.AssetId, s => (s.State.ToReading().Word, s.State.IsHard));
        return assets.ConvertAll(a => new RelatedAsset(a.Id, a.Name, AssetCondition.Of(byAsset[a.Id])));
    }

    private static Uri? Web(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;
}
