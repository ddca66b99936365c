using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Live;

namespace OpsBridge.Alerts.Board;

/// <summary>Name and place of an asset.</summary>
internal sealed record AssetPlace(string Name, Guid SiteId, string SiteName);

/// <summary>Where alerts can be.</summary>
/// <param name="Assets">Assets by key.</param>
/// <param name="Sites">Keys and names of sites by name, letter case aside.</param>
internal sealed record EstatePlaces(IReadOnlyDictionary<Guid, AssetPlace> Assets, IReadOnlyDictionary<string, (Guid Id, string Name)> Sites)
{
    /// <summary>The place of an alert: that of its asset; without an asset, the site that its label <c>site</c> names.</summary>
    public (string? Asset, Guid? SiteId, string? SiteName) Of(AlertRow row)
    {
        if (row.AssetId is { } asset && Assets.TryGetValue(asset, out var place))
        {
            return (place.Name, place.SiteId, place.SiteName);
        }

        return row.Labels["site"] is { } name && Sites.TryGetValue(name, out var site) ? (null, site.Id, site.Name) : default;
    }
}

/// <summary>Every asset's name and site in memory, read again when assets or sites change: a change of alerts needs no join.</summary>
internal sealed class EstateNames(IDbContextFactory<OpsDbContext> contexts, LiveFeed feed) : IDisposable
{
    private readonly SharedView<EstatePlaces> _places = new(feed, ["assets", "sites"], ct => ReadAsync(contexts, ct));

    /// <summary>Assets and sites; the same object until something changed.</summary>
    public Task<EstatePlaces> GetAsync(CancellationToken ct) => _places.GetAsync(ct);

    /// <inheritdoc />
    public void Dispose() => _places.Dispose();

    private static async Task<EstatePlaces> ReadAsync(IDbContextFactory<OpsDbContext> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var sites = await db.Set<Site>().Select(s => new { s.Id, s.Name }).ToDictionaryAsync(s => s.Id, s => s.Name, ct);
        var assets = await db.Set<Asset>().Select(a => new { a.Id, a.Name, a.SiteId }).ToListAsync(ct);
        return new EstatePlaces(
            assets.ToDictionary(a => a.Id, a => new AssetPlace(a.Name, a.SiteId, sites.GetValueOrDefault(a.SiteId, ""))),
            sites.GroupBy(s => s.Value, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => (g.First().Key, g.First().Value), StringComparer.OrdinalIgnoreCase));
    }
}
