using Microsoft.EntityFrameworkCore;
using OpsBridge.Identity;

namespace OpsBridge.Assets;

/// <summary>An admin takes an asset out of the watch. Its history stays; <see cref="ReinstateAsset"/> undoes it.</summary>
public sealed class RetireAsset(EstateChange estate)
{
    /// <summary>Retires; the reason is optional. Assets reached through it keep the relation, which counts for nothing until it comes back.</summary>
    public Task<RetireAssetResult> HandleAsync(Guid id, string? why, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditAssets);
        return estate.ApplyAsync<RetireAssetResult>(
            async (db, now) =>
            {
                var asset = await db.Set<Asset>().SingleOrDefaultAsync(a => a.Id == id, ct);
                if (asset is null)
                {
                    return new RetireAssetResult.NotFound();
                }

                if (!asset.Retire(now))
                {
                    return new RetireAssetResult.AlreadyRetired(asset.RetiredAt!.Value);
                }

                db.Record(now, actor, EstateHistory.Of(asset, "retired", $"retired asset {asset.Name}") with { Why = Reasons.Kept(why) });
                await db.SaveChangesAsync(ct);
                return new RetireAssetResult.Done(asset.Version);
            },
            ct);
    }
}

/// <summary>Answer of <see cref="RetireAsset"/>.</summary>
public abstract record RetireAssetResult
{
    /// <summary>It is no longer watched.</summary>
    /// <param name="Version">Its row version now.</param>
    public sealed record Done(uint Version) : RetireAssetResult;

    /// <summary>It was not watched any more.</summary>
    /// <param name="Since">Since when.</param>
    public sealed record AlreadyRetired(DateTimeOffset Since) : RetireAssetResult;

    /// <summary>No such asset.</summary>
    public sealed record NotFound : RetireAssetResult;
}

internal static class Reasons
{
    /// <summary>What the timeline keeps of a reason: at most 4000 characters that PostgreSQL accepts.</summary>
    public static string? Kept(string? why) => PlainText.TrimToNull(why) is { } text && PlainText.IsText(text, 4000) ? text : null;
}
