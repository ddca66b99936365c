using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Live;

namespace OpsBridge.Alerts.Board;

/// <summary>Name and place of an asset.</summary>
internal sealed record AssetPlace(string Name, Guid SiteId, string SiteName);

/// <summary>Every asset's name and site in memory, read again when assets or sites change: a change of alerts needs no join.</summary>
internal sealed class EstateNames(IDbContextFactory<OpsDbContext> contexts, LiveFeed feed) : IDisposable
{
    private readonly SharedView<Dictionary<Guid, AssetPlace>> _places = new(feed, ["assets", "sites"], ct => ReadAsync(contexts, ct));

    /// <summary>By the asset's key; the same object until something changed.</summary>
    public Task<Dictionary<Guid, AssetPlace>> GetAsync(CancellationToken ct) => _places.GetAsync(ct);

    /// <inheritdoc />
    public void Dispose() => _places.Dispose();

    private static async Task<Dictionary<Guid, AssetPlace>> ReadAsync(IDbContextFactory<OpsDbContext> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var sites = await db.Set<Site>().Select(s => new { s.Id, s.Name }).ToDictionaryAsync(s => s.Id, s => s.Name, ct);
        var assets = await db.Set<Asset>().Select(a => new { a.Id, a.Name, a.SiteId }).ToListAsync(ct);
        return assets.ToDictionary(a => a.Id, a => new AssetPlace(a.Name, a.SiteId, sites.GetValueOrDefault(a.SiteId, "")));
    }
}
