using OpsBridge.Identity;

namespace OpsBridge.Assets;

/// <summary>Something that another capability has to say about an asset, in one line, wherever the asset or an alert on it is shown.</summary>
/// <param name="Text">One line; hostile text, shown as text only.</param>
/// <param name="Tone">ok or warning.</param>
/// <param name="Href">Where to read more, from the root.</param>
public sealed record AssetRemark(string Text, string Tone, string Href);

/// <summary>A capability that has something to say about assets. Any number may be registered.</summary>
public interface IAssetRemarks
{
    /// <summary>What it has to say; empty for nothing, also when the actor may not see it.</summary>
    Task<IReadOnlyList<AssetRemark>> OfAsync(Guid assetId, Actor actor, CancellationToken ct);
}
