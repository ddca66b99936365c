using System.Text.RegularExpressions;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts.Correlation;

/// <summary>
/// The ranking rule that an operator's ranking suggests: what the cause is called, what its symptoms are called, and what they
/// share. A beginning to be looked at, not the truth; the preview shows what it would do.
/// </summary>
public static class RuleOffer
{
    private const int MostValues = 8;

    /// <summary>Labels that say what sort of trouble an alert is, in the order in which people look at them.</summary>
    private static readonly string[] s_sort = ["alertname", "check", "kind", "job", "service", "component", "class", "group"];

    /// <summary>Labels that say which single thing, so that they are never asked to be equal unless nothing else tells.</summary>
    private static readonly string[] s_thing = ["asset", "instance", "host", "hostname", "node", "device", "pod", "check_id"];

    private static readonly string[] s_noEquality = ["severity", "monitor", "prometheus", "replica"];

    /// <summary>The suggestion; null when the labels tell cause and symptoms not apart.</summary>
    /// <param name="cause">Labels of the cause.</param>
    /// <param name="symptoms">Labels of its symptoms, at least one.</param>
    public static RankingRuleDetails? From(Labels cause, IReadOnlyList<Labels> symptoms)
    {
        var causeSide = s_sort.Where(n => cause[n] is not null).Select(n => (Name: n, Values: new[] { cause[n]! })).ToList();
        var symptomSide = s_sort.Select(n => (Name: n, Values: symptoms.Select(s => s[n]).Distinct(StringComparer.Ordinal).ToArray()))
            .Where(s => s.Values.Length <= MostValues && s.Values.All(v => v is not null))
            .Select(s => (s.Name, Values: s.Values.OfType<string>().Order(StringComparer.Ordinal).ToArray()))
            .ToList();
        if (causeSide.Count == 0 || symptomSide.Count == 0 || Same(causeSide, symptoms))
        {
            // Of one sort: only the thing that failed tells them apart.
            if (Distinguishing(cause, symptoms) is not { } name)
            {
                return null;
            }

            causeSide.Add((name, [cause[name]!]));
        }

        if (symptomSide.Count == 0)
        {
            return null;
        }

        var used = causeSide.Concat(symptomSide).Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
        var equal = cause.Where(l => !used.Contains(l.Key) && !s_thing.Contains(l.Key, StringComparer.Ordinal) && !s_noEquality.Contains(l.Key, StringComparer.Ordinal)
            && LabelName.IsValid(l.Key) && symptoms.All(s => s[l.Key] == l.Value)).Select(l => l.Key).Take(RankingRuleDetails.MostLabels).ToList();
        return new RankingRuleDetails(Name(cause, symptomSide), Write(causeSide), Write(symptomSide)) { EqualLabels = equal };
    }

    private static bool Same(List<(string Name, string[] Values)> causeSide, IReadOnlyList<Labels> symptoms) =>
        symptoms.Any(s => causeSide.TrueForAll(c => s[c.Name] == c.Values[0]));

    private static string? Distinguishing(Labels cause, IReadOnlyList<Labels> symptoms) =>
        s_thing.Concat(cause.Select(l => l.Key).Except(s_thing, StringComparer.Ordinal))
            .FirstOrDefault(n => LabelName.IsValid(n) && cause[n] is { } value && symptoms.All(s => s[n] != value));

    private static string Write(List<(string Name, string[] Values)> side) => $"{{{string.Join(", ", side.Select(s => s.Values.Length == 1
        ? Matcher.Create(s.Name, MatchKind.Equal, s.Values[0]).Matcher
        : Matcher.Create(s.Name, MatchKind.Matches, string.Join('|', s.Values.Select(Regex.Escape))).Matcher))}}}";

    private static string Name(Labels cause, List<(string Name, string[] Values)> symptomSide)
    {
        var symptom = symptomSide[0].Values;
        var name = $"{cause[s_sort.FirstOrDefault(n => cause[n] is not null) ?? ""] ?? cause.First().Value} explains {(symptom.Length == 1 ? symptom[0] : $"{symptom[0]} and {symptom.Length - 1} more")}";
        var clean = string.Concat(name.Select(c => char.IsControl(c) ? ' ' : c));
        return clean.Length <= 100 ? clean : clean[..99] + "…";
    }
}
