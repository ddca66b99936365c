using System.Globalization;

namespace OpsBridge.Alerts.Correlation;

/// <summary>Rules and their answers in words.</summary>
internal static class RuleWords
{
    /// <summary>A ranking rule in one line.</summary>
    public static string Of(RankingRuleDetails rule) => $"{rule.Symptom} under {rule.Cause}{Equal(rule.EqualLabels)}";

    /// <summary>A grouping rule in one line.</summary>
    public static string Of(GroupingRuleDetails rule) =>
        string.Create(CultureInfo.InvariantCulture, $"{rule.Least} or more of {rule.Matchers} within {rule.WindowMinutes} min{Equal(rule.EqualLabels)}");

    /// <summary>"40 of 100 alerts (40 %)".</summary>
    public static string Share(int part, int of) =>
        of == 0 ? "no alerts" : string.Create(CultureInfo.InvariantCulture, $"{part:N0} of {of:N0} alerts ({100.0 * part / of:0.#} %)");

    /// <summary>Label names as they are typed: parted by commas or spaces.</summary>
    public static IReadOnlyList<string> Labels(string? text) =>
        (text ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Equal(IReadOnlyList<string> labels) => labels.Count == 0 ? "" : $", same {string.Join(", ", labels)}";
}
