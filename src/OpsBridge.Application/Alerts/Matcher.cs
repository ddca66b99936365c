using System.Text.RegularExpressions;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts;

/// <summary>How a matcher compares.</summary>
public enum MatchKind
{
    /// <summary><c>=</c></summary>
    Equal,

    /// <summary><c>!=</c></summary>
    NotEqual,

    /// <summary><c>=~</c>, the whole value</summary>
    Matches,

    /// <summary><c>!~</c>, the whole value</summary>
    NotMatches,
}

/// <summary>
/// One condition on one label, as Alertmanager and PromQL write it. A label that is absent has the empty value.
/// Regular expressions are anchored at both ends and run without backtracking, so hostile patterns cost linear time.
/// </summary>
public sealed class Matcher
{
    private const int MaxPattern = 1000;
    private readonly Regex? _pattern;

    private Matcher(string name, MatchKind kind, string value, Regex? pattern)
    {
        Name = name;
        Kind = kind;
        Value = value;
        _pattern = pattern;
    }

    /// <summary>The label's name.</summary>
    public string Name { get; }

    /// <summary>How it compares.</summary>
    public MatchKind Kind { get; }

    /// <summary>Text or pattern to compare with.</summary>
    public string Value { get; }

    /// <summary>Makes a matcher, or says in plain words why it cannot be one.</summary>
    public static (Matcher? Matcher, string? Error) Create(string name, MatchKind kind, string value)
    {
        if (!LabelName.IsUsable(name))
        {
            return (null, $"\"{name}\" cannot name a label.");
        }

        if (kind is MatchKind.Equal or MatchKind.NotEqual)
        {
            return (new Matcher(name, kind, value, null), null);
        }

        if (value.Length > MaxPattern)
        {
            return (null, "A pattern has at most 1000 characters.");
        }

        try
        {
            return (new Matcher(name, kind, value, new Regex($"^(?:{value})\\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)), null);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return (null, $"\"{value}\" is not a usable pattern.");
        }
    }

    /// <summary>Whether a label set satisfies this condition.</summary>
    public bool IsMatch(Labels labels) => Accepts(labels[Name] ?? "");

    /// <summary>Whether the label may have this value; the empty text stands for a label that is absent.</summary>
    public bool Accepts(string value) => Kind switch
    {
        MatchKind.Equal => value == Value,
        MatchKind.NotEqual => value != Value,
        MatchKind.Matches => _pattern!.IsMatch(value),
        _ => !_pattern!.IsMatch(value),
    };

    /// <inheritdoc />
    public override string ToString()
    {
        var symbol = Kind switch
        {
            MatchKind.Equal => "=",
            MatchKind.NotEqual => "!=",
            MatchKind.Matches => "=~",
            _ => "!~",
        };
        return $"{(IsPlain(Name) ? Name : Quote(Name))}{symbol}{Quote(Value)}";
    }

    /// <summary>Whether a name needs no quotes (Alertmanager's classic form, which allows colons as well).</summary>
    internal static bool IsPlain(string name) => LabelName.IsValid(name.Replace(':', '_'));

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";
}
