using System.Globalization;
using OpsBridge.Ui;

namespace OpsBridge.Jobs.Profiles;

/// <summary>Profiles of runs in words.</summary>
public static class ProfileWords
{
    /// <summary>"61–92 %", "40 ms" where both are the same.</summary>
    public static string Range(double low, double high, string unit)
    {
        var (from, to) = (Value(low, unit), Value(high, unit));
        return from == to ? to : $"{from} to {to}";
    }

    /// <summary>How it compares with earlier runs.</summary>
    public static string Of(RunProfile profile) => profile.Verdict switch
    {
        ProfileVerdict.Usual => $"as in {Runs(profile)} ({Earlier(profile)})",
        ProfileVerdict.Higher => $"higher than in {Runs(profile)} ({Earlier(profile)})",
        ProfileVerdict.Lower => $"lower than in {Runs(profile)} ({Earlier(profile)})",
        _ when profile.Earlier.Count == 0 => "no earlier run to compare with",
        _ => $"too few earlier runs to compare with ({profile.Earlier.Count.ToString(CultureInfo.InvariantCulture)})",
    };

    private static string Runs(RunProfile profile) => string.Create(CultureInfo.InvariantCulture, $"{profile.Earlier.Count} earlier runs");

    private static string Earlier(RunProfile profile) => Range(profile.Least, profile.Most, profile.Unit);

    private static string Value(double value, string unit) => unit == "ms" ? DurationText.Milliseconds(value)
        : string.Create(CultureInfo.InvariantCulture, $"{value:0.##}{(unit.Length == 0 || unit == "%" ? "" : " ")}{unit}");
}
