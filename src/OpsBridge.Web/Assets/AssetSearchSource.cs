using OpsBridge.Identity;
using OpsBridge.Shell;
using OpsBridge.SignIn;

namespace OpsBridge.Assets;

/// <summary>Assets by name in the search box.</summary>
internal sealed class AssetSearchSource(IAssetDirectory directory, CurrentActor current) : ISearchSource
{
    public async Task<IReadOnlyList<SearchHit>> SearchAsync(string text, int take, CancellationToken cancellationToken)
    {
        var actor = await current.GetAsync();
        if (!actor.May(Permissions.ViewAssets))
        {
            return [];
        }

        var found = await directory.LookupAsync(text, Math.Min(take, AssetDirectory.JumpLimit), actor, cancellationToken);
        return [.. found.Select(a => new SearchHit("asset", a.Name, $"/assets/{a.Id}", $"{a.Kind} · {a.SiteName}"))];
    }
}
