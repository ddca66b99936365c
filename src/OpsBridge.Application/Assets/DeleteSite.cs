using Microsoft.EntityFrameworkCore;
using OpsBridge.Identity;

namespace OpsBridge.Assets;

/// <summary>An admin removes a place that nothing stands in any more.</summary>
public sealed class DeleteSite(EstateChange estate)
{
    /// <summary>Deletes the site, unless assets (retired ones too: their history names it) still stand there.</summary>
    public Task<DeleteSiteResult> HandleAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditAssets);
        return estate.ApplyAsync<DeleteSiteResult>(
            async (db, now) =>
            {
                var site = await db.Set<Site>().SingleOrDefaultAsync(s => s.Id == id, ct);
                if (site is null)
                {
                    return new DeleteSiteResult.NotFound();
                }

                var assets = await db.Set<Asset>().CountAsync(a => a.SiteId == id, ct);
                if (assets > 0)
                {
                    return new DeleteSiteResult.NotEmpty(assets);
                }

                db.Remove(site);
                db.Record(now, actor, EstateHistory.Of(site, "deleted", $"deleted site {site.Name}") with { Before = site.ToDetails() });
                await db.SaveChangesAsync(ct);
                return new DeleteSiteResult.Done();
            },
            ct);
    }
}

/// <summary>Answer of <see cref="DeleteSite"/>.</summary>
public abstract record DeleteSiteResult
{
    /// <summary>Gone.</summary>
    public sealed record Done : DeleteSiteResult;

    /// <summary>Assets stand there, retired ones included.</summary>
    /// <param name="Assets">How many.</param>
    public sealed record NotEmpty(int Assets) : DeleteSiteResult;

    /// <summary>No such site.</summary>
    public sealed record NotFound : DeleteSiteResult;
}
