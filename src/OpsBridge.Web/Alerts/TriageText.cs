using System.Globalization;

namespace OpsBridge.Alerts;

/// <summary>The search text of a triage screen: words that must all occur, or matchers over labels.</summary>
internal sealed class TriageText
{
    private readonly string[] _words;
    private readonly MatcherSet? _matchers;

    private TriageText(string[] words, MatcherSet? matchers, string? error) => (_words, _matchers, Error) = (words, matchers, error);

    /// <summary>Why the text is not a filter yet; it then hides nothing, so that the list does not blink while somebody types.</summary>
    public string? Error { get; }

    /// <summary>The matchers, when the text holds some.</summary>
    public MatcherSet? Matchers => _matchers;

    /// <summary>Whether a text is meant as matchers.</summary>
    public static bool IsMatchers(string text) =>
        text.Contains('=', StringComparison.Ordinal) || text.Contains("!~", StringComparison.Ordinal) || text.TrimStart().StartsWith('{');

    /// <summary>Reads what was typed.</summary>
    public static TriageText Read(string text)
    {
        var trimmed = text.Trim();
        if (!IsMatchers(trimmed))
        {
            return new TriageText(trimmed.Split(' ', StringSplitOptions.RemoveEmptyEntries), null, null);
        }

        var (set, error) = MatcherSet.Parse(trimmed);
        return new TriageText([], set, error);
    }

    /// <summary>Whether a row is found.</summary>
    public bool IsMatch(AlertRow row)
    {
        if (_matchers is { } matchers)
        {
            for (var i = 0; i < matchers.Matchers.Count; i++)
            {
                if (!matchers.Matchers[i].Accepts(AlertFields.Value(row, matchers.Matchers[i].Name)))
                {
                    return false;
                }
            }

            return true;
        }

        return Array.TrueForAll(_words, w => Mentions(row, w));
    }

    private static bool Mentions(AlertRow row, string word) =>
        Has(row.Summary, word) || Has(row.AssetName, word) || Has(row.SiteName, word) || Has(row.OwnerName, word) || Has(row.LastNote, word)
        || string.Equals(word, string.Create(CultureInfo.InvariantCulture, $"#{row.Id}"), StringComparison.Ordinal)
        || row.Labels.Any(l => Has(l.Value, word));

    private static bool Has(string? text, string word) => text?.Contains(word, StringComparison.OrdinalIgnoreCase) ?? false;
}
