using System.Text;
using System.Text.RegularExpressions;

namespace OpsBridge.Jobs.Backups;

/// <summary>Patterns of paths: <c>*</c> and <c>?</c> within a name, <c>**</c> across folders; one without a slash means a name at any depth.</summary>
internal sealed class PathGlob
{
    private readonly List<Regex> _patterns;

    public PathGlob(IEnumerable<string> patterns) => _patterns = [.. patterns.Select(ToRegex)];

    /// <summary>Whether one of the patterns means the path.</summary>
    /// <param name="path">Relative, with slashes, no slash at its ends.</param>
    public bool Matches(string path) => _patterns.Exists(p => p.IsMatch(path));

    private static Regex ToRegex(string glob) =>
        new($"^{ToPattern(glob)}$", RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    /// <summary>The pattern as a regular expression without its ends, in the words that .NET and Python share.</summary>
    internal static string ToPattern(string glob)
    {
        glob = glob.Trim('/');
        var text = new StringBuilder();
        if (!glob.Contains('/', StringComparison.Ordinal))
        {
            text.Append("(.*/)?");
        }

        for (var i = 0; i < glob.Length; i++)
        {
            if (glob[i] == '*' && i + 1 < glob.Length && glob[i + 1] == '*')
            {
                var folder = i + 2 < glob.Length && glob[i + 2] == '/';
                text.Append(folder ? "(.*/)?" : ".*");
                i += folder ? 2 : 1;
            }
            else
            {
                text.Append(glob[i] switch { '*' => "[^/]*", '?' => "[^/]", var c => Regex.Escape(c.ToString()) });
            }
        }

        return text.ToString();
    }
}
