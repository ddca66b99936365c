namespace OpsBridge.Kernel;

/// <summary>What the clocks do to a time of day that was asked for.</summary>
public enum ClockNote
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The time does not exist that day, because the clocks jump over it; the first moment after the jump stands in.</summary>
    Skipped,

    /// <summary>The time comes twice that day, because the clocks go back; the first of the two counts.</summary>
    Repeated,
}

/// <summary>Turns a time on the clocks of a place into a moment, also on the days when the clocks change.</summary>
public static class WallClock
{
    /// <summary>Wider than any jump of any clock, and any distance from UTC.</summary>
    private static readonly TimeSpan s_widest = TimeSpan.FromHours(40);

    /// <summary>The moment (UTC) at which the clocks first show the time, or the moment at which they jump over it.</summary>
    /// <param name="local">Date and time of day; its kind is ignored.</param>
    /// <param name="zone">Where the clocks hang.</param>
    public static (DateTimeOffset At, ClockNote Note) Moment(DateTime local, TimeZoneInfo zone)
    {
        var wall = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(wall))
        {
            return (Jump(wall, zone), ClockNote.Skipped);
        }

        return zone.IsAmbiguousTime(wall)
            ? (new DateTimeOffset(wall, zone.GetAmbiguousTimeOffsets(wall).Max()).ToUniversalTime(), ClockNote.Repeated)
            : (new DateTimeOffset(wall, zone.GetUtcOffset(wall)).ToUniversalTime(), ClockNote.None);
    }

    /// <summary>What the clocks show at the moment.</summary>
    public static DateTime Shown(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).DateTime;

    /// <summary>Halves the span that holds the jump until one second remains; jumps happen on whole seconds.</summary>
    private static DateTimeOffset Jump(DateTime wall, TimeZoneInfo zone)
    {
        var middle = new DateTimeOffset(wall, TimeSpan.Zero).ToUnixTimeSeconds();
        var (before, after) = (middle - (long)s_widest.TotalSeconds, middle + (long)s_widest.TotalSeconds);
        while (after - before > 1)
        {
            var half = before + ((after - before) / 2);
            if (Shown(DateTimeOffset.FromUnixTimeSeconds(half), zone) < wall)
            {
                before = half;
            }
            else
            {
                after = half;
            }
        }

        return DateTimeOffset.FromUnixTimeSeconds(after);
    }
}
