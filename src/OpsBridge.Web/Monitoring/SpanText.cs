using System.Globalization;

namespace OpsBridge.Monitoring;

/// <summary>Durations as admins type them: "30 s", "5 min", "1.5 h", "250 ms"; a number alone is seconds.</summary>
public static class SpanText
{
    private static readonly (string[] Names, double Seconds)[] s_units =
    [
        (["ms"], 0.001), (["", "s", "sec", "second", "seconds"], 1), (["m", "min", "minute", "minutes"], 60),
        (["h", "hour", "hours"], 3600), (["d", "day", "days"], 86_400),
    ];

    /// <summary>Reads a duration of at most a year. Never throws.</summary>
    public static bool TryParse(string? text, out TimeSpan span)
    {
        span = TimeSpan.Zero;
        var trimmed = (text ?? "").Trim();
        var digits = trimmed.TakeWhile(c => char.IsAsciiDigit(c) || c is '.').Count();
        var name = trimmed[digits..].Trim().ToLowerInvariant();
        var unit = Array.Find(s_units, u => u.Names.Contains(name, StringComparer.Ordinal));
        if (unit.Names is null || !double.TryParse(trimmed[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number * unit.Seconds > 366 * 86_400.0)
        {
            return false;
        }

        span = TimeSpan.FromMilliseconds(Math.Round(number * unit.Seconds * 1000));
        return true;
    }

    /// <summary>The shortest text that reads back as the same duration.</summary>
    public static string Show(TimeSpan span) => span switch
    {
        _ when span.Ticks % TimeSpan.TicksPerSecond != 0 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0.###} ms"),
        _ when span >= TimeSpan.FromDays(1) && span.Ticks % TimeSpan.TicksPerDay == 0 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0} d"),
        _ when span >= TimeSpan.FromHours(1) && span.Ticks % TimeSpan.TicksPerHour == 0 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0} h"),
        _ when span >= TimeSpan.FromMinutes(1) && span.Ticks % TimeSpan.TicksPerMinute == 0 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s"),
    };
}
