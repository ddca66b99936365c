using Microsoft.EntityFrameworkCore;
using OpsBridge.Identity;

namespace OpsBridge.Assets;

/// <summary>An admin changes an asset.</summary>
public sealed class ChangeAsset(EstateChange estate)
{
    /// <summary>Takes over the values, provided that the asset still is as the admin saw it.</summary>
    public async Task<ChangeAssetResult> HandleAsync(Guid id, uint seenVersion, AssetDetails details, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditAssets);
        if (details.Validate() is { Count: > 0 } wrong)
        {
            return new ChangeAssetResult.Invalid(wrong);
        }

        return await estate.ApplyAsync<ChangeAssetResult>(
            async (db, now) =>
            {
                var wanted = details.Normalized();
                var asset = await db.Set<Asset>().Include(a => a.Parents).SingleOrDefaultAsync(a => a.Id == id, ct);
                if (asset is null || asset.Version != seenVersion)
                {
                    return asset is null ? new ChangeAssetResult.NotFound() : new ChangeAssetResult.Stale(asset.Version);
                }

                if (await EstateRules.CheckAsync(db, asset, wanted, ct) is { Count: > 0 } errors)
                {
                    return new ChangeAssetResult.Invalid(errors);
                }

                var names = await EstateNames.ReadAsync(db, [asset.ToDetails(), wanted], ct);
                var changes = names.Between(asset.ToDetails(), wanted);
                if (changes.Count > 0)
                {
                    asset.Change(wanted);
                    db.Entry(asset).Property(a => a.Name).IsModified = true; // new parents alone must give a new version too
                    db.Record(now, actor, EstateHistory.Changed(asset, changes));
                    await db.SaveChangesAsync(ct);
                }

                return new ChangeAssetResult.Done(asset.Version);
            },
            ct);
    }
}

/// <summary>Answer of <see cref="ChangeAsset"/>.</summary>
public abstract record ChangeAssetResult
{
    /// <summary>It is as wanted.</summary>
    /// <param name="Version">Its row version now.</param>
    public sealed record Done(uint Version) : ChangeAssetResult;

    /// <summary>Somebody changed it since the admin looked; nothing was stored.</summary>
    /// <param name="Version">Its row version now.</param>
    public sealed record Stale(uint Version) : ChangeAssetResult;

    /// <summary>No such asset.</summary>
    public sealed record NotFound : ChangeAssetResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Errors">Plain words by field of <see cref="AssetDetails"/>.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : ChangeAssetResult;
}
