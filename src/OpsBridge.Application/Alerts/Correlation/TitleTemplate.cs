using System.Globalization;
using System.Text;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts.Correlation;

/// <summary>
/// Title of a group: text with <c>{count}</c> and <c>{name of a label}</c>. What is filled in is shown as text only; a label
/// whose values differ within the group shows as "several".
/// </summary>
public sealed class TitleTemplate
{
    private const int LongestText = 200;
    private const int LongestTitle = 300;
    private readonly IReadOnlyList<(string Text, bool IsName)> _parts;

    private TitleTemplate(IReadOnlyList<(string Text, bool IsName)> parts) => _parts = parts;

    /// <summary>Reads the text, or says in plain words what is wrong with it.</summary>
    public static (TitleTemplate? Template, string? Error) Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Trim().Length > LongestText || text.Any(char.IsControl))
        {
            return (null, "Write a title of 1 to 200 characters.");
        }

        var parts = new List<(string, bool)>();
        var rest = text.Trim();
        while (rest.Length > 0)
        {
            var open = rest.IndexOf('{', StringComparison.Ordinal);
            if (open != 0)
            {
                var plain = open < 0 ? rest : rest[..open];
                parts.Add((plain, false));
                rest = rest[plain.Length..];
                continue;
            }

            var close = rest.IndexOf('}', StringComparison.Ordinal);
            var name = close < 0 ? "" : rest[1..close];
            if (!LabelName.IsValid(name))
            {
                return (null, close < 0 ? "A brace is opened and not closed." : $"\"{{{name}}}\" names neither the count nor a label.");
            }

            parts.Add((name, true));
            rest = rest[(close + 1)..];
        }

        return (new TitleTemplate(parts), null);
    }

    /// <summary>The title of a group.</summary>
    /// <param name="members">Labels of its alerts, at least one.</param>
    public string Fill(IReadOnlyList<Labels> members)
    {
        var title = new StringBuilder();
        foreach (var (text, isName) in _parts)
        {
            title.Append(!isName ? text : text == "count" ? members.Count.ToString("N0", CultureInfo.InvariantCulture) : Value(text, members));
        }

        return title.Length <= LongestTitle ? title.ToString() : title.ToString(0, LongestTitle - 1) + "…";
    }

    private static string Value(string label, IReadOnlyList<Labels> members)
    {
        var first = members[0][label];
        for (var i = 1; i < members.Count; i++)
        {
            if (members[i][label] != first)
            {
                return "several";
            }
        }

        return first ?? $"no {label}";
    }
}
