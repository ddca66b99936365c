using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Assets;

/// <summary>Writes assets as CSV, in the form that <see cref="ImportAssets"/> reads.</summary>
public sealed class ExportAssets(IDbContextFactory<OpsDbContext> contexts)
{
    /// <summary>Writes the assets that match, by name, a few at a time; the whole never lies in memory.</summary>
    public async Task HandleAsync(AssetFilter filter, Stream output, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAssets);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var sites = await db.Set<Site>().ToDictionaryAsync(s => s.Id, s => s.Name, ct);
        var parents = await ParentNamesAsync(db, ct);
        await using var sheet = await AssetSheetWriter.CreateAsync(output, ct);
        await foreach (var asset in filter.On(db).OrderBy(a => a.Name).AsAsyncEnumerable().WithCancellation(ct))
        {
            await sheet.WriteAsync(asset.ToDetails(), sites.GetValueOrDefault(asset.SiteId, ""), parents[asset.Id], ct);
        }
    }

    private static async Task<ILookup<Guid, string>> ParentNamesAsync(OpsDbContext db, CancellationToken ct)
    {
        var ties = await (
            from tie in db.Set<AssetParent>()
            join parent in db.Set<Asset>() on tie.ParentId equals parent.Id
            orderby parent.Name
            select new { tie.AssetId, parent.Name }).ToListAsync(ct);
        return ties.ToLookup(t => t.AssetId, t => t.Name);
    }
}
