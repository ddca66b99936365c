using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace OpsBridge.Shell;

/// <summary>A link of the navigation; it stands for the page that is open unless another link names that page more closely.</summary>
public sealed class NavTab : NavLink
{
    [Inject] private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc />
    protected override bool ShouldMatch(string uriAbsolute) =>
        base.ShouldMatch(uriAbsolute) && Closest(Navigation.ToBaseRelativePath(uriAbsolute)) == AdditionalAttributes?.GetValueOrDefault("href") as string;

    private static string? Closest(string path) => NavCatalog.Items.Select(i => i.Href).Where(href => Leads(href[1..], path)).MaxBy(href => href.Length);

    private static bool Leads(string to, string path) =>
        path.StartsWith(to, StringComparison.OrdinalIgnoreCase) && (to.Length == 0 || path.Length == to.Length || path[to.Length] is '/' or '?' or '#');
}
