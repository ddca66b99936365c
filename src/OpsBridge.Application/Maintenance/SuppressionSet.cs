using OpsBridge.Alerts;

namespace OpsBridge.Maintenance;

/// <summary>
/// The silences and windows in force at one moment, indexed by what they ask for exactly: an asset, a label value, a site.
/// An alert is compared only with those that name one of its own values and with the few that name none.
/// </summary>
internal sealed class SuppressionSet : ISuppressionSet
{
    private readonly Dictionary<Guid, List<Hider>> _byAsset = [];
    private readonly Dictionary<Guid, List<Hider>> _bySite = [];
    private readonly Dictionary<string, Dictionary<string, List<Hider>>> _byLabel = new(StringComparer.Ordinal);
    private readonly List<Hider> _rest = [];

    /// <summary>A set of what is in force.</summary>
    /// <param name="hiders">Silences and windows.</param>
    /// <param name="validUntil">When something begins or ends next (UTC).</param>
    public SuppressionSet(IReadOnlyList<Hider> hiders, DateTimeOffset? validUntil)
    {
        ValidUntil = validUntil;
        Hiders = hiders;
        var users = hiders.SelectMany(h => h.Scope.Matchers).Where(m => m.OnlyValues is not null)
            .SelectMany(m => m.OnlyValues!.Select(v => (m.Name, Value: v))).CountBy(k => k).ToDictionary();
        foreach (var hider in hiders)
        {
            Add(hider, users);
        }
    }

    /// <inheritdoc />
    public DateTimeOffset? ValidUntil { get; }

    /// <summary>Everything in force.</summary>
    public IReadOnlyList<Hider> Hiders { get; }

    /// <inheritdoc />
    public IReadOnlyList<Suppressor> For(SuppressionTarget target)
    {
        List<Suppressor>? found = null;
        if (target.AssetId is { } asset && _byAsset.TryGetValue(asset, out var ofAsset))
        {
            Collect(ofAsset, target, ref found);
        }

        if (target.SiteId is { } site && _bySite.TryGetValue(site, out var ofSite))
        {
            Collect(ofSite, target, ref found);
        }

        foreach (var (name, values) in _byLabel)
        {
            if (target.Labels[name] is { } value && values.TryGetValue(value, out var ofValue))
            {
                Collect(ofValue, target, ref found);
            }
        }

        Collect(_rest, target, ref found);
        return found ?? (IReadOnlyList<Suppressor>)[];
    }

    private static void Collect(List<Hider> hiders, in SuppressionTarget target, ref List<Suppressor>? found)
    {
        foreach (var hider in hiders)
        {
            if (hider.Hides(target) is { } suppressor)
            {
                (found ??= []).Add(suppressor);
            }
        }
    }

    private void Add(Hider hider, Dictionary<(string Name, string Value), int> users)
    {
        if (hider.Scope.Assets is { } assets)
        {
            foreach (var asset in assets)
            {
                Of(_byAsset, asset).Add(hider);
            }
        }
        else if (Rarest(hider, users) is { } matcher)
        {
            var values = _byLabel.TryGetValue(matcher.Name, out var known) ? known : _byLabel[matcher.Name] = new(StringComparer.Ordinal);
            foreach (var value in matcher.OnlyValues!)
            {
                Of(values, value).Add(hider);
            }
        }
        else if (hider.Scope.SiteId is { } site)
        {
            Of(_bySite, site).Add(hider);
        }
        else
        {
            _rest.Add(hider);
        }
    }

    /// <summary>The exact condition that the fewest others share: <c>instance="web-1"</c> rather than <c>severity="critical"</c>.</summary>
    private static QuickMatcher? Rarest(Hider hider, Dictionary<(string Name, string Value), int> users) => hider.Scope.Matchers
        .Where(m => m.OnlyValues is not null)
        .MinBy(m => m.OnlyValues!.Max(v => users[(m.Name, v)]));

    private static List<Hider> Of<TKey>(Dictionary<TKey, List<Hider>> index, TKey key)
        where TKey : notnull => index.TryGetValue(key, out var known) ? known : index[key] = [];
}
