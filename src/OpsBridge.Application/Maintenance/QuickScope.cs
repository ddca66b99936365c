using System.Collections.Frozen;
using OpsBridge.Alerts;

namespace OpsBridge.Maintenance;

/// <summary>What something hides: everything that satisfies all three parts; a part that is not given is satisfied.</summary>
internal sealed class QuickScope(IEnumerable<Matcher> matchers, FrozenSet<Guid>? assets, Guid? siteId)
{
    /// <summary>Conditions on labels.</summary>
    public IReadOnlyList<QuickMatcher> Matchers { get; } = [.. matchers.Select(m => new QuickMatcher(m))];

    /// <summary>The asset and everything reached through it.</summary>
    public FrozenSet<Guid>? Assets { get; } = assets;

    /// <summary>The site.</summary>
    public Guid? SiteId { get; } = siteId;

    /// <summary>Whether the target is inside.</summary>
    public bool Covers(in SuppressionTarget target)
    {
        if ((SiteId is not null && target.SiteId != SiteId) || (Assets is not null && !(target.AssetId is { } asset && Assets.Contains(asset))))
        {
            return false;
        }

        foreach (var matcher in Matchers)
        {
            if (!matcher.IsMatch(target.Labels))
            {
                return false;
            }
        }

        return true;
    }
}
