using OpsBridge.Kernel;

namespace OpsBridge.Alerts.Correlation;

/// <summary>What a supervisor says about a ranking rule.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Cause">What the cause looks like, for example <c>alertname="PowerFeedLost"</c>.</param>
/// <param name="Symptom">What its symptoms look like.</param>
public sealed record RankingRuleDetails(string Name, string Cause, string Symptom) : IRuleDetails
{
    /// <summary>The most labels that one rule compares.</summary>
    public const int MostLabels = 20;

    /// <summary>The longest matcher text.</summary>
    public const int LongestMatchers = 2000;

    /// <summary>Labels that both must share.</summary>
    public IReadOnlyList<string> EqualLabels { get; init; } = [];

    /// <summary>Whether it works.</summary>
    public bool Enabled { get; init; } = true;

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string> Validate()
    {
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        RuleFields.CheckName(Name, wrong, nameof(Name));
        RuleFields.CheckMatchers(Cause, wrong, nameof(Cause));
        RuleFields.CheckMatchers(Symptom, wrong, nameof(Symptom));
        RuleFields.CheckLabels(EqualLabels, wrong, nameof(EqualLabels));
        return wrong;
    }

    /// <summary>Without stray white space and double labels, matchers in one spelling.</summary>
    public RankingRuleDetails Normalized() => this with
    {
        Name = Name.Trim(),
        Cause = RuleFields.OneSpelling(Cause),
        Symptom = RuleFields.OneSpelling(Symptom),
        EqualLabels = RuleFields.Distinct(EqualLabels),
    };
}

/// <summary>What ranking and grouping rules have in common.</summary>
internal static class RuleFields
{
    public static void CheckName(string name, Dictionary<string, string> wrong, string field)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Trim().Length > 100 || name.Any(char.IsControl))
        {
            wrong[field] = "Give it a name of 1 to 100 characters.";
        }
    }

    public static void CheckMatchers(string text, Dictionary<string, string> wrong, string field)
    {
        var error = text.Length > RankingRuleDetails.LongestMatchers ? "Conditions have at most 2000 characters together."
            : text.Contains('\0', StringComparison.Ordinal) ? "Conditions hold no NUL character."
            : MatcherSet.Parse(text).Error;
        if (error is not null)
        {
            wrong[field] = error;
        }
    }

    public static void CheckLabels(IReadOnlyList<string> labels, Dictionary<string, string> wrong, string field)
    {
        if (labels.Count > RankingRuleDetails.MostLabels)
        {
            wrong[field] = "At most 20 labels.";
        }
        else if (labels.FirstOrDefault(l => !LabelName.IsValid(l.Trim())) is { } bad)
        {
            wrong[field] = $"\"{bad}\" cannot name a label.";
        }
    }

    public static string OneSpelling(string text) => MatcherSet.Parse(text).Set?.ToString() ?? text.Trim();

    public static IReadOnlyList<string> Distinct(IReadOnlyList<string> labels) =>
        [.. labels.Select(l => l.Trim()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
