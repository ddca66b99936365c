using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Assets;

/// <summary>What the asset form's buttons do, and what is said afterwards.</summary>
public sealed class AssetFormActions(CurrentActor current, CreateAsset create, ChangeAsset change, RetireAsset retire, ReinstateAsset reinstate, FormVoice voice)
{
    /// <summary>Creates, or changes what was known.</summary>
    public async Task<AssetSaved> SaveAsync(AssetView? known, AssetDetails wanted)
    {
        var actor = await current.GetAsync();
        if (known is null)
        {
            return await create.HandleAsync(wanted, actor, CancellationToken.None) switch
            {
                CreateAssetResult.Done done => new AssetSaved.Done(done.Id),
                var refused => new AssetSaved.Invalid(((CreateAssetResult.Invalid)refused).Errors),
            };
        }

        return await change.HandleAsync(known.Row.Id, known.Row.Version, wanted, actor, CancellationToken.None) switch
        {
            ChangeAssetResult.Done => new AssetSaved.Done(known.Row.Id),
            ChangeAssetResult.Stale => new AssetSaved.Stale(),
            ChangeAssetResult.Invalid invalid => new AssetSaved.Invalid(invalid.Errors),
            _ => new AssetSaved.Gone(),
        };
    }

    /// <summary>Asks, retires and offers Undo; false when the answer was no.</summary>
    public async Task<bool> RetireAsync(AssetView asset)
    {
        var touched = asset.Children.Count == 0 ? null : asset.Children.Select(c => $"{c.Name} is reached through it").ToList();
        if (!await voice.Confirm.AskAsync(new ConfirmQuestion(
            $"Retire {asset.Row.Name}?", "Retire", "It is no longer watched. Its history stays, and you can take it back.", touched)))
        {
            return false;
        }

        await retire.HandleAsync(asset.Row.Id, null, await current.GetAsync(), CancellationToken.None);
        voice.Toasts.Say($"{asset.Row.Name} is retired.", "ok", "Undo", () => ReinstateAsync(asset.Row.Id, asset.Row.Name));
        return true;
    }

    /// <summary>Takes it back into the watch.</summary>
    public async Task ReinstateAsync(Guid id, string name)
    {
        await reinstate.HandleAsync(id, await current.GetAsync(), CancellationToken.None);
        voice.Toasts.Say($"{name} is watched again.");
    }
}

/// <summary>How a form speaks: a question before, a word after.</summary>
public sealed record FormVoice(Confirmation Confirm, Toasts Toasts);

/// <summary>How saving the form ended.</summary>
public abstract record AssetSaved
{
    /// <summary>Stored.</summary>
    /// <param name="Id">The asset.</param>
    public sealed record Done(Guid Id) : AssetSaved;

    /// <summary>Not stored.</summary>
    /// <param name="Errors">Plain words by field of <see cref="AssetDetails"/>.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : AssetSaved;

    /// <summary>Somebody changed it first.</summary>
    public sealed record Stale : AssetSaved;

    /// <summary>It does not exist any more.</summary>
    public sealed record Gone : AssetSaved;
}
