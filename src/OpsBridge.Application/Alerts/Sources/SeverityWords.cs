using System.Collections.Frozen;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts.Sources;

/// <summary>
/// What the severity words of other tools mean here (docs/glossary.md, "Severity of other tools"). Letter case does not
/// count. A word that is not listed is a <see cref="AlertSeverity.Warning"/>, and so is an event that says nothing:
/// unknown must neither page nor vanish among the informational.
/// </summary>
public static class SeverityWords
{
    private static readonly string[] s_labels = ["severity", "priority", "level"];

    private static readonly FrozenDictionary<string, AlertSeverity> s_words = Table();

    /// <summary>Every known word, by severity, for the documentation on the page of a source.</summary>
    public static ILookup<AlertSeverity, string> All { get; } =
        s_words.OrderBy(w => w.Key, StringComparer.Ordinal).ToLookup(w => w.Value, w => w.Key);

    /// <summary>The severity that a word means.</summary>
    public static AlertSeverity Read(string? word) =>
        word is not null && s_words.TryGetValue(word.Trim(), out var severity) ? severity : AlertSeverity.Warning;

    /// <summary>The severity that a label set names: the first of <c>severity</c>, <c>priority</c>, <c>level</c> that is there.</summary>
    public static AlertSeverity Read(Labels labels)
    {
        foreach (var name in s_labels)
        {
            if (labels[name] is { } word)
            {
                return Read(word);
            }
        }

        return AlertSeverity.Warning;
    }

    private static FrozenDictionary<string, AlertSeverity> Table()
    {
        (AlertSeverity Severity, string Words)[] rows =
        [
            (AlertSeverity.Critical, "critical crit page emergency emerg alert disaster fatal panic p1 sev1 down"),
            (AlertSeverity.Major, "error err high major p2 sev2"),
            (AlertSeverity.Warning, "warning warn average medium minor p3 sev3 unknown"),
            (AlertSeverity.Info, "info information informational notice debug none low ok p4 p5 sev4 sev5"),
        ];
        return rows
            .SelectMany(row => row.Words.Split(' ').Select(word => KeyValuePair.Create(word, row.Severity)))
            .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
