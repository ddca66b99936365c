using System.Text;

namespace OpsBridge.Shifts.LogBook;

/// <summary>Words out of whatever somebody typed into the search box: runs of letters and digits, so no text can be a query of its own.</summary>
internal static class LogWords
{
    private const int MostWords = 10;
    private const int LongestWord = 60;

    /// <summary>The words, at most ten.</summary>
    public static IReadOnlyList<string> Of(string? text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes().Append(new Rune(' ')))
        {
            if (Rune.IsLetterOrDigit(rune) && word.Length < LongestWord)
            {
                word.Append(rune.ToString());
            }
            else if (!Rune.IsLetterOrDigit(rune) && word.Length > 0 && words.Count < MostWords)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        return words;
    }

    /// <summary>A query of PostgreSQL's full text search (manual, 8.11.2): every word, each as a beginning; null without any word.</summary>
    public static string? ToQuery(string? text) => Of(text) is { Count: > 0 } words ? string.Join(" & ", words.Select(w => $"{w}:*")) : null;
}
