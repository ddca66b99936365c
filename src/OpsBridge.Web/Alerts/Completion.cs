namespace OpsBridge.Alerts;

/// <summary>One way to go on with a search text.</summary>
/// <param name="Text">The whole text when it is taken.</param>
/// <param name="Shown">What the list shows.</param>
/// <param name="Detail">How many alerts have it, or what it is; "" for nothing.</param>
public sealed record Completion(string Text, string Shown, string Detail);

/// <summary>Offers ways to go on with a search text: names of labels, comparisons, values.</summary>
internal static class Completions
{
    private const int Most = 12;
    private static readonly (string Sign, string Meaning)[] s_signs = [("=", "is"), ("!=", "is not"), ("=~", "matches the pattern"), ("!~", "does not match the pattern")];

    /// <summary>What fits after the text, at most twelve.</summary>
    public static IReadOnlyList<Completion> For(string text, AlertBoardView view, LabelIndex index)
    {
        var start = LastCondition(text);
        var (before, tail) = (text[..start], text[start..].TrimStart());
        var lead = before.Length > 0 && !char.IsWhiteSpace(before[^1]) && before[^1] == ',' ? " " : "";
        var name = new string([.. tail.TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c == '_')]);
        var rest = tail[name.Length..].TrimStart();
        if (rest.Length == 0)
        {
            return Names(before + lead, name, text, view, index);
        }

        return s_signs.Where(s => rest.StartsWith(s.Sign, StringComparison.Ordinal)).OrderByDescending(s => s.Sign.Length).FirstOrDefault() is { Sign: { } sign } && name.Length > 0
            ? Values($"{before}{lead}{name}{sign}", name, rest[sign.Length..].Trim().TrimStart('"'), view, index)
            : [];
    }

    private static List<Completion> Names(string before, string begun, string text, AlertBoardView view, LabelIndex index)
    {
        var names = index.Names(view);
        if (names.Contains(begun, StringComparer.Ordinal))
        {
            return [.. s_signs.Select(s => new Completion($"{before}{begun}{s.Sign}", $"{begun}{s.Sign}", s.Meaning))];
        }

        // A word alone is a search for words; names are offered once one begins like it.
        return begun.Length == 0 && text.Length == 0
            ? []
            : [.. names.Where(n => n.StartsWith(begun, StringComparison.OrdinalIgnoreCase)).Take(Most).Select(n => new Completion($"{before}{n}=", n, "label"))];
    }

    private static List<Completion> Values(string before, string name, string begun, AlertBoardView view, LabelIndex index) =>
    [
        .. index.Values(view, name)
            .Where(v => v.Value != begun.TrimEnd('"') && v.Value.Contains(begun.TrimEnd('"'), StringComparison.OrdinalIgnoreCase))
            .Take(Most)
            .Select(v => new Completion($"{before}\"{Escaped(v.Value)}\"", v.Value, v.Rows == 1 ? "1 alert" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{v.Rows:N0} alerts"))),
    ];

    private static string Escaped(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    /// <summary>Where the condition begins that is being typed: after the last comma outside quotes, or after the brace.</summary>
    private static int LastCondition(string text)
    {
        var (start, quoted) = (0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && quoted)
            {
                i++;
            }
            else if (text[i] == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && text[i] is ',' or '{')
            {
                start = i + 1;
            }
        }

        return start;
    }
}
