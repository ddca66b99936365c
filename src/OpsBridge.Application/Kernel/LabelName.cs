using System.Text;
using System.Text.RegularExpressions;

namespace OpsBridge.Kernel;

/// <summary>The rule for label names: <c>[a-zA-Z_][a-zA-Z0-9_]*</c>, at most 100 characters (Prometheus data model).</summary>
public static partial class LabelName
{
    /// <summary>Whether the text can name a label.</summary>
    public static bool IsValid(string name) => name.Length <= 100 && Pattern().IsMatch(name);

    /// <summary>
    /// Whether the text can name a label anywhere: any text of 1 to 100 characters without control characters and half surrogate
    /// pairs, as Prometheus 3 and Alertmanager 0.27 allow. Where it is no <see cref="IsValid">plain name</see>, matchers put it in quotes.
    /// </summary>
    public static bool IsUsable(string name)
    {
        if (name.Length is 0 or > 100)
        {
            return false;
        }

        foreach (var rune in name.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || Rune.IsControl(rune))
            {
                return false;
            }
        }

        return true;
    }

    [GeneratedRegex("^[a-zA-Z_][a-zA-Z0-9_]*\\z", RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
