using OpsBridge.Kernel;

namespace OpsBridge.Alerts.Sources;

/// <summary>What an admin decided about the labels of one source. Immutable; a change is a new one, and both are in the timeline.</summary>
public sealed record SourceMapping
{
    /// <summary>The most rules that one source may have.</summary>
    public const int MaxRules = 50;

    /// <summary>The most labels that may identify, and the most ways to an asset.</summary>
    public const int MaxNames = 20;

    /// <summary>Nothing changed, every label identifies, assets found the usual way.</summary>
    public static SourceMapping Default { get; } = new();

    /// <summary>Steps, in order.</summary>
    public IReadOnlyList<LabelRule> Rules { get; init; } = [];

    /// <summary>Names of the labels that identify a condition after the steps; empty for all of them.</summary>
    public IReadOnlyList<string> IdentityLabels { get; init; } = [];

    /// <summary>Ways to the asset, first hit wins.</summary>
    public IReadOnlyList<AssetLookup> AssetLookups { get; init; } = AssetLookup.Usual;

    /// <summary>Label that names the site where no asset is found; null for none.</summary>
    public string? SiteLabel { get; init; } = "site";

    /// <summary>Plain-word errors by place (<c>rules[2].value</c>); empty when all is good.</summary>
    public IReadOnlyDictionary<string, string> Validate()
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        Judge(errors, "rules", Rules.Count <= MaxRules, $"At most {MaxRules} rules.");
        for (var i = 0; i < Math.Min(Rules.Count, MaxRules); i++)
        {
            Judge(errors, Rules[i], $"rules[{i}]");
        }

        Judge(errors, "identityLabels", IdentityLabels.Count <= MaxNames && IdentityLabels.All(LabelName.IsValid), $"At most {MaxNames} label names: letters, digits and _, no digit first.");
        Judge(errors, "siteLabel", SiteLabel is null || LabelName.IsValid(SiteLabel), "Give the name of a label, or nothing.");
        Judge(errors, "assetLookups", AssetLookups.Count <= MaxNames, $"At most {MaxNames} ways to an asset.");
        for (var i = 0; i < Math.Min(AssetLookups.Count, MaxNames); i++)
        {
            var way = AssetLookups[i];
            Judge(errors, $"assetLookups[{i}].label", LabelName.IsValid(way.Label) && Enum.IsDefined(way.Kind), "Give the name of a label.");
            Judge(errors, $"assetLookups[{i}].tag", way.Kind != AssetLookupKind.Tag || (way.Tag is { } tag && LabelName.IsValid(tag)), "Give the name of the asset's tag.");
        }

        return errors;
    }

    private static void Judge(Dictionary<string, string> errors, LabelRule rule, string at)
    {
        if (!Enum.IsDefined(rule.Kind))
        {
            errors[at] = "Choose extract, rename, copy, set or drop.";
            return;
        }

        var anyField = rule.Kind is LabelRuleKind.Extract or LabelRuleKind.Copy;
        Judge(errors, $"{at}.from", rule.Kind == LabelRuleKind.Set || LabelName.IsValid(rule.From) || (anyField && EventField.IsValid(rule.From)), anyField
            ? "Give a label, annotation:name, @summary, @detail or @dedup_key."
            : "Give the name of a label.");
        Judge(errors, $"{at}.to", rule.Kind is LabelRuleKind.Extract or LabelRuleKind.Drop || LabelName.IsValid(rule.To), "Give the name of a label.");
        Judge(errors, $"{at}.value", rule.Kind != LabelRuleKind.Set || rule.Value is { Length: > 0 and <= CompiledMapping.LongestValue }, "Give a value of 1 to 2000 characters.");
        if (rule.Kind == LabelRuleKind.Extract && SafePattern.Problem(rule.Value) is { } problem)
        {
            errors[$"{at}.value"] = problem;
        }
    }

    private static void Judge(Dictionary<string, string> errors, string place, bool good, string problem)
    {
        if (!good)
        {
            errors[place] = problem;
        }
    }
}
