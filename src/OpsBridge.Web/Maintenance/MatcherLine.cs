using OpsBridge.Alerts;
using OpsBridge.Kernel;

namespace OpsBridge.Maintenance;

/// <summary>One condition as it is being typed.</summary>
public sealed class MatcherLine
{
    /// <summary>The comparisons in the order of the language, with their signs.</summary>
    public static IReadOnlyList<(MatchKind Kind, string Sign, string Words)> Kinds { get; } =
    [
        (MatchKind.Equal, "=", "is"),
        (MatchKind.NotEqual, "!=", "is not"),
        (MatchKind.Matches, "=~", "matches"),
        (MatchKind.NotMatches, "!~", "does not match"),
    ];

    /// <summary>Whether it counts.</summary>
    public bool On { get; set; } = true;

    /// <summary>Label.</summary>
    public string Name { get; set; } = "";

    /// <summary>Comparison.</summary>
    public MatchKind Kind { get; set; }

    /// <summary>Text or pattern.</summary>
    public string Value { get; set; } = "";

    /// <summary>Whether it came from an alert's label: its name stays, it is widened by unticking.</summary>
    public bool FromAlert { get; init; }

    /// <summary>A line for each label of an alert.</summary>
    public static List<MatcherLine> Of(Labels labels) => [.. labels.Select(l => new MatcherLine { Name = l.Key, Value = l.Value, FromAlert = true })];

    /// <summary>A line for each condition.</summary>
    public static List<MatcherLine> Of(IEnumerable<Matcher> matchers) => [.. matchers.Select(m => new MatcherLine { Name = m.Name, Kind = m.Kind, Value = m.Value })];

    /// <summary>The conditions that count, or the first thing that is wrong with them. Lines without any text are left out.</summary>
    public static (IReadOnlyList<Matcher> Matchers, string? Error) Read(IEnumerable<MatcherLine> lines)
    {
        var matchers = new List<Matcher>();
        foreach (var line in lines.Where(l => l.On && l.Name.Trim().Length + l.Value.Length > 0))
        {
            var (matcher, error) = Matcher.Create(line.Name.Trim(), line.Kind, line.Value);
            if (matcher is null)
            {
                return ([], error);
            }

            matchers.Add(matcher);
        }

        return (matchers, null);
    }
}
