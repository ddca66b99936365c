using OpsBridge.Identity;
using OpsBridge.Shell;
using OpsBridge.SignIn;

namespace OpsBridge.Monitoring;

/// <summary>Checks in the search box of the top bar.</summary>
public sealed class CheckSearch(ICheckBoard board, CurrentActor current) : ISearchSource
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<SearchHit>> SearchAsync(string text, int take, CancellationToken cancellationToken)
    {
        var actor = await current.GetAsync();
        if (!actor.May(Permissions.ViewChecks))
        {
            return [];
        }

        var view = await board.ReadAsync(actor, cancellationToken);
        return [.. view.Rows
            .Where(r => r.Name.Contains(text, StringComparison.OrdinalIgnoreCase) || r.Target.Contains(text, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(r => r.Name.StartsWith(text, StringComparison.OrdinalIgnoreCase)).ThenByDescending(r => r.Word)
            .Take(take)
            .Select(r => new SearchHit("check", r.Name, $"/assets/{r.AssetId}", r.AssetName, CheckText.State(r)))];
    }
}
