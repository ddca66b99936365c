using System.Buffers;
using System.Text;

namespace OpsBridge.Maintenance;

/// <summary>
/// Recognises patterns that are only a choice of fixed texts, <c>web-1|web-2</c> or <c>(web-1|web-2)</c>: the form that
/// people and tools write most often, and one that needs no pattern engine.
/// </summary>
internal static class LiteralPattern
{
    private static readonly SearchValues<char> s_meaning = SearchValues.Create(@"\.+*?()[]{}^$");

    /// <summary>The texts that the pattern accepts; null when it is more than a choice of texts.</summary>
    public static IReadOnlyList<string>? TryRead(string pattern)
    {
        if (pattern is ['(', .. var inner, ')'])
        {
            pattern = inner.StartsWith("?:", StringComparison.Ordinal) ? inner[2..] : inner;
        }

        var texts = new List<string>();
        var text = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '|':
                    texts.Add(text.ToString());
                    text.Clear();
                    break;
                case '\\' when i + 1 < pattern.Length && char.IsAscii(pattern[i + 1]) && !char.IsAsciiLetterOrDigit(pattern[i + 1]):
                    text.Append(pattern[++i]);
                    break;
                case '\\' or '.' or '+' or '*' or '?' or '(' or ')' or '[' or ']' or '{' or '}' or '^' or '$':
                    return null;
                default:
                    text.Append(pattern[i]);
                    break;
            }
        }

        texts.Add(text.ToString());
        return texts;
    }

    /// <summary>The text that every value accepted by the pattern begins with; "" when there is none or it is hard to tell.</summary>
    public static string Beginning(string pattern)
    {
        if (pattern.Contains('|', StringComparison.Ordinal))
        {
            return "";
        }

        var end = pattern.AsSpan().IndexOfAny(s_meaning);
        return end < 0 ? pattern
            : end > 0 && pattern[end] is '*' or '?' or '{' ? pattern[..(end - 1)] // the last sign may be missing
            : pattern[..end];
    }
}
