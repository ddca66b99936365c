using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;

namespace OpsBridge.Monitoring;

/// <summary>What is to be watched, as one read sees it.</summary>
/// <param name="Checks">Every enabled check of an asset that is not retired.</param>
/// <param name="Parents">For each asset what it is reached through.</param>
/// <param name="Plugins">The plugins that may run.</param>
public sealed record CatalogView(
    IReadOnlyList<WatchedCheck> Checks, ILookup<Guid, Guid> Parents, IReadOnlyList<RegisteredPlugin> Plugins);

/// <summary>Reads what the poller needs: definitions, last states, heartbeats.</summary>
public sealed class CheckCatalog(IDbContextFactory<OpsDbContext> contexts)
{
    /// <summary>Definitions of everything watched.</summary>
    public async Task<CatalogView> ReadAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await (
            from check in db.Set<Check>().AsNoTracking()
            join asset in db.Set<Asset>() on check.AssetId equals asset.Id
            join site in db.Set<Site>() on asset.SiteId equals site.Id
            where check.Enabled && asset.RetiredAt == null
            select new { Check = check, Asset = asset, Site = site.Name }).ToListAsync(ct);
        var parents = await db.Set<AssetParent>().AsNoTracking().ToListAsync(ct);
        var plugins = await PluginsAsync(db, ct);
        return new CatalogView(
            rows.ConvertAll(r => new WatchedCheck(
                r.Check.Id, r.Asset.Id, r.Asset.Name, r.Site, r.Asset.Criticality, r.Asset.Tags, r.Check.Name, r.Check.Settings,
                r.Check.Interval, r.Check.RetryInterval, r.Check.Timeout, r.Check.Policy, r.Check.Thresholds)),
            parents.ToLookup(p => p.AssetId, p => p.ParentId),
            plugins);
    }

    /// <summary>The plugins that may run.</summary>
    public async Task<IReadOnlyList<RegisteredPlugin>> ReadPluginsAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await PluginsAsync(db, ct);
    }

    /// <summary>The stored states, from which a newly started poller goes on.</summary>
    public async Task<IReadOnlyDictionary<Guid, CheckRuntimeState>> ReadStatesAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<CheckStateRow>().AsNoTracking().ToDictionaryAsync(s => s.CheckId, s => s.ToRuntime(), ct);
    }

    /// <summary>Heartbeats that came after a moment, oldest first.</summary>
    public async Task<IReadOnlyList<HeartbeatBeat>> ReadBeatsAsync(DateTimeOffset after, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<HeartbeatBeat>().AsNoTracking().Where(b => b.At > after).OrderBy(b => b.At).ToListAsync(ct);
    }

    private static Task<List<RegisteredPlugin>> PluginsAsync(OpsDbContext db, CancellationToken ct) =>
        db.Set<PluginRegistration>().AsNoTracking().Select(p => new RegisteredPlugin(p.Name, p.Path, p.Sha256)).ToListAsync(ct);
}
