using System.Text.RegularExpressions;

namespace OpsBridge.Kernel;

/// <summary>The rule for label names: <c>[a-zA-Z_][a-zA-Z0-9_]*</c>, at most 100 characters (Prometheus data model).</summary>
public static partial class LabelName
{
    /// <summary>Whether the text can name a label.</summary>
    public static bool IsValid(string name) => name.Length <= 100 && Pattern().IsMatch(name);

    [GeneratedRegex("^[a-zA-Z_][a-zA-Z0-9_]*\\z", RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
