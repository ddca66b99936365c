using OpsBridge.Alerts;

namespace OpsBridge.Maintenance;

/// <summary>What a silence or window hides: alerts that satisfy every part that is given; at least one is.</summary>
/// <param name="Matchers">Conditions on labels; may be empty when an asset or a site is given.</param>
/// <param name="AssetId">On this asset, or on anything that is reached through it.</param>
/// <param name="SiteId">On an asset at this site.</param>
public sealed record MaintenanceScope(IReadOnlyList<Matcher> Matchers, Guid? AssetId, Guid? SiteId)
{
    /// <summary>A scope of conditions only.</summary>
    public static MaintenanceScope Of(IReadOnlyList<Matcher> matchers) => new(matchers, null, null);

    /// <summary>Why it may not hide anything, in plain words; null when it may.</summary>
    public string? Refuse() => AssetId is null && SiteId is null ? ScopeRules.Refuse(Matchers) : ScopeRules.RefuseBeside(Matchers);
}
