using System.Globalization;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts;

/// <summary>The search text of a triage screen: words that must all occur, or matchers over labels.</summary>
internal sealed class TriageText
{
    private readonly string[] _words;
    private readonly MatcherSet? _matchers;
    private readonly bool _needsMore;

    private TriageText(string[] words, MatcherSet? matchers, string? error)
    {
        (_words, _matchers, Error) = (words, matchers, error);
        _needsMore = matchers?.Matchers.Any(m => m.Name is "severity" or "owner" or "state") ?? false;
    }

    /// <summary>Why the text is not a filter yet; it then hides nothing, so that the list does not blink while somebody types.</summary>
    public string? Error { get; }

    /// <summary>Reads what was typed.</summary>
    public static TriageText Read(string text)
    {
        var trimmed = text.Trim();
        if (!trimmed.Contains('=', StringComparison.Ordinal) && !trimmed.Contains("!~", StringComparison.Ordinal) && !trimmed.StartsWith('{'))
        {
            return new TriageText(trimmed.Split(' ', StringSplitOptions.RemoveEmptyEntries), null, null);
        }

        var (set, error) = MatcherSet.Parse(trimmed);
        return new TriageText([], set, error);
    }

    /// <summary>Whether a row is found.</summary>
    public bool IsMatch(AlertRow row) =>
        _matchers is { } matchers ? matchers.IsMatch(_needsMore ? WithState(row) : row.Labels) : Array.TrueForAll(_words, w => Mentions(row, w));

    private static Labels WithState(AlertRow row) => row.Labels.With(Labels.Of(
        ("severity", row.Severity.ToString().ToLowerInvariant()), ("owner", row.OwnerName ?? ""), ("state", row.State.ToString().ToLowerInvariant())));

    private static bool Mentions(AlertRow row, string word) =>
        Has(row.Summary, word) || Has(row.AssetName, word) || Has(row.SiteName, word) || Has(row.OwnerName, word) || Has(row.LastNote, word)
        || string.Equals(word, string.Create(CultureInfo.InvariantCulture, $"#{row.Id}"), StringComparison.Ordinal)
        || row.Labels.Any(l => Has(l.Value, word));

    private static bool Has(string? text, string word) => text?.Contains(word, StringComparison.OrdinalIgnoreCase) ?? false;
}
