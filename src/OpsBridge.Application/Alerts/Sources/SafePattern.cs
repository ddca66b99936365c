using System.Globalization;
using System.Text.RegularExpressions;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts.Sources;

/// <summary>
/// Patterns that admins write and hostile text meets. They run without backtracking, so that time grows with the text only;
/// and because such a machine unrolls counted repetitions, the product of all counts is limited too: <c>(a{999}){999}</c> is
/// small to write and huge to build.
/// </summary>
public static partial class SafePattern
{
    private const int Longest = 500;
    private const int MostCopies = 2000;
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(500);

    /// <summary>Why the text cannot be an extraction's pattern, in plain words; null when it can.</summary>
    public static string? Problem(string pattern) => Create(pattern).Problem;

    /// <summary>The pattern ready to run; null with the reason when it cannot be one.</summary>
    internal static (Regex? Regex, string? Problem) Create(string pattern)
    {
        if (pattern.Length is 0 or > Longest)
        {
            return (null, $"A pattern has 1 to {Longest} characters.");
        }

        if (Copies(pattern) > MostCopies)
        {
            return (null, "The pattern repeats too much: all its counts {n} multiplied are more than 2000.");
        }

        try
        {
            var regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, s_patience);
            var names = Names(regex);
            return names.Count == 0
                ? (null, "Name at least one group: (?<host>[a-z0-9-]+) makes the label host.")
                : names.FirstOrDefault(n => !LabelName.IsValid(n)) is { } bad ? (null, $"\"{bad}\" cannot name a label.") : (regex, null);
        }
        catch (ArgumentException exception)
        {
            return (null, $"Not a pattern: {exception.Message}");
        }
        catch (NotSupportedException)
        {
            return (null, "Look-around, back references and atomic groups are not possible: patterns run without backtracking.");
        }
    }

    /// <summary>The named groups, which become labels.</summary>
    internal static IReadOnlyList<string> Names(Regex regex) => [.. regex.GetGroupNames().Where(n => !char.IsAsciiDigit(n[0]))];

    private static double Copies(string pattern)
    {
        var product = 1.0;
        foreach (Match count in Counts().Matches(pattern))
        {
            var most = count.Groups["most"] is { Success: true, Length: > 0 } m ? m.ValueSpan : count.Groups["least"].ValueSpan;
            product *= Math.Max(1, double.Parse(most, CultureInfo.InvariantCulture));
        }

        return product;
    }

    [GeneratedRegex(@"\{(?<least>[0-9]+)(?:,(?<most>[0-9]*))?\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Counts();
}
