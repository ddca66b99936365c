using System.Globalization;
using OpsBridge.Kernel;

namespace OpsBridge.Shifts;

/// <summary>Times as the clocks at a desk show them.</summary>
public sealed class DeskClock(string zone)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known) ? known : TimeZoneInfo.Utc;

    /// <summary>The day at the desk.</summary>
    public DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(WallClock.Shown(at, _zone));

    /// <summary>Hours and minutes.</summary>
    public string Time(DateTimeOffset at) => WallClock.Shown(at, _zone).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Begin and end.</summary>
    public string Span(DateTimeOffset from, DateTimeOffset to) => $"{Time(from)}–{Time(to)}";

    /// <summary>A day in a heading: Tue 24 Nov.</summary>
    public static string Show(DateOnly day) => day.ToString("ddd d MMM", CultureInfo.InvariantCulture);

    /// <summary>How long, where it is not the usual length: "7 h".</summary>
    public static string Hours(DateTimeOffset from, DateTimeOffset to) => string.Create(CultureInfo.InvariantCulture, $"{(to - from).TotalHours:0.##} h");
}
