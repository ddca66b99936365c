using System.Globalization;
using System.Text.RegularExpressions;

namespace OpsBridge.Jobs;

/// <summary>Durations as people type them: "90 s", "15 min", "1 h 30 min", "2 d".</summary>
public static partial class SpanField
{
    /// <summary>Reads one; null when it cannot be read or is longer than 10 years. Never throws.</summary>
    public static TimeSpan? Parse(string? text)
    {
        var match = Form().Match(text ?? "");
        if (!match.Success || string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var total = TimeSpan.FromDays(Number(match, "d")) + TimeSpan.FromHours(Number(match, "h")) + TimeSpan.FromMinutes(Number(match, "m")) + TimeSpan.FromSeconds(Number(match, "s"));
        return total <= TimeSpan.FromDays(3660) ? total : null;
    }

    private static int Number(Match match, string group) => match.Groups[group] is { Success: true, Value: var digits } ? int.Parse(digits, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^\s*(?:(?<d>\d{1,4})\s*d(?:ays?)?)?\s*(?:(?<h>\d{1,5})\s*h(?:ours?)?)?\s*(?:(?<m>\d{1,6})\s*m(?:in(?:utes?)?)?)?\s*(?:(?<s>\d{1,7})\s*(?:s(?:ec(?:onds?)?)?)?)?\s*$",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 200)]
    private static partial Regex Form();
}
