using System.Globalization;

namespace OpsBridge.Jobs.Backups;

/// <summary>Sizes in words.</summary>
public static class Sizes
{
    private static readonly string[] s_units = ["B", "KB", "MB", "GB", "TB", "PB"];

    /// <summary>A number of bytes in decimal units with three digits, for example <c>12.3 MB</c>.</summary>
    public static string Of(long bytes)
    {
        var value = (double)Math.Max(0, bytes);
        var unit = 0;
        while (value >= 999.5 && unit < s_units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(unit == 0 || value >= 99.95 ? Math.Round(value) : Math.Round(value, value >= 9.995 ? 1 : 2))} {s_units[unit]}");
    }

    /// <summary>A duration in words, for example <c>2 h 05 min</c>.</summary>
    public static string Of(TimeSpan took) => took switch
    {
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{took.TotalSeconds:0.0} s"),
        { TotalMinutes: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{took.TotalSeconds:0} s"),
        { TotalHours: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{took.TotalMinutes:0} min"),
        { TotalHours: < 48 } => string.Create(CultureInfo.InvariantCulture, $"{(int)took.TotalHours} h {took.Minutes:00} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{took.TotalDays:0} d"),
    };
}
