using OpsBridge.Identity;

namespace OpsBridge.Assets;

/// <summary>An admin adds something to be watched.</summary>
public sealed class CreateAsset(EstateChange estate)
{
    /// <summary>Creates the asset, unless a value is wrong, the name is taken or a parent cannot be one.</summary>
    public async Task<CreateAssetResult> HandleAsync(AssetDetails details, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditAssets);
        if (details.Validate() is { Count: > 0 } wrong)
        {
            return new CreateAssetResult.Invalid(wrong);
        }

        return await estate.ApplyAsync<CreateAssetResult>(
            async (db, now) =>
            {
                var wanted = details.Normalized();
                if (await EstateRules.CheckAsync(db, asset: null, wanted, ct) is { Count: > 0 } errors)
                {
                    return new CreateAssetResult.Invalid(errors);
                }

                var names = await EstateNames.ReadAsync(db, [wanted], ct);
                var asset = Asset.Create(wanted);
                db.Add(asset);
                db.Record(now, actor, EstateHistory.Created(asset, names.Of, names.Of));
                await db.SaveChangesAsync(ct);
                return new CreateAssetResult.Done(asset.Id, asset.Version);
            },
            ct);
    }
}

/// <summary>Answer of <see cref="CreateAsset"/>.</summary>
public abstract record CreateAssetResult
{
    /// <summary>Created.</summary>
    /// <param name="Id">Its key.</param>
    /// <param name="Version">Its row version, for the next change.</param>
    public sealed record Done(Guid Id, uint Version) : CreateAssetResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Errors">Plain words by field of <see cref="AssetDetails"/>.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : CreateAssetResult;
}
