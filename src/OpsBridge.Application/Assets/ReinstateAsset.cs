using Microsoft.EntityFrameworkCore;
using OpsBridge.Identity;

namespace OpsBridge.Assets;

/// <summary>An admin takes a retired asset back into the watch.</summary>
public sealed class ReinstateAsset(EstateChange estate)
{
    /// <summary>Takes it back.</summary>
    public Task<ReinstateAssetResult> HandleAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditAssets);
        return estate.ApplyAsync<ReinstateAssetResult>(
            async (db, now) =>
            {
                var asset = await db.Set<Asset>().SingleOrDefaultAsync(a => a.Id == id, ct);
                if (asset is null)
                {
                    return new ReinstateAssetResult.NotFound();
                }

                if (!asset.Reinstate())
                {
                    return new ReinstateAssetResult.NotRetired();
                }

                db.Record(now, actor, EstateHistory.Of(asset, "reinstated", $"took asset {asset.Name} back into the watch"));
                await db.SaveChangesAsync(ct);
                return new ReinstateAssetResult.Done(asset.Version);
            },
            ct);
    }
}

/// <summary>Answer of <see cref="ReinstateAsset"/>.</summary>
public abstract record ReinstateAssetResult
{
    /// <summary>It is watched again.</summary>
    /// <param name="Version">Its row version now.</param>
    public sealed record Done(uint Version) : ReinstateAssetResult;

    /// <summary>It never left.</summary>
    public sealed record NotRetired : ReinstateAssetResult;

    /// <summary>No such asset.</summary>
    public sealed record NotFound : ReinstateAssetResult;
}
