namespace OpsBridge.Shell;

/// <summary>Small figures beside the links of the navigation, one set per circuit.</summary>
public sealed class NavBadges
{
    private readonly Dictionary<string, NavBadge> _badges = new(StringComparer.Ordinal);

    /// <summary>Raised when a figure changes.</summary>
    public event EventHandler? Changed;

    /// <summary>The badge of a link, if it has one.</summary>
    public NavBadge? Of(string href) => _badges.GetValueOrDefault(href);

    /// <summary>Sets or (with null or "") removes a badge.</summary>
    /// <param name="href">Address as in <see cref="NavCatalog"/>.</param>
    /// <param name="text">"8", "1 late".</param>
    /// <param name="loud">In the colour of critical: only for what nobody has acted on.</param>
    public void Set(string href, string? text, bool loud = false)
    {
        var badge = string.IsNullOrEmpty(text) ? null : new NavBadge(text, loud);
        if (badge == Of(href))
        {
            return;
        }
        if (badge is null)
        {
            _badges.Remove(href);
        }
        else
        {
            _badges[href] = badge;
        }
        Changed?.Invoke(this, EventArgs.Empty);
    }
}

/// <summary>A figure beside a link.</summary>
public sealed record NavBadge(string Text, bool Loud);
