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

/// <summary>
/// Turns a time on the clocks of a place into a moment, also on the days when the clocks change. Only the way from moment to
/// clock is taken from the system: its own answers about skipped and repeated times are wrong for zones that change their
/// standard time together with summer time (Europe/Simferopol) or leave a day out (Pacific/Apia in 2011).
/// </summary>
public static class WallClock
{
    /// <summary>Farther than any clock is ahead of UTC.</summary>
    private static readonly TimeSpan s_ahead = TimeSpan.FromHours(15);

    /// <summary>Farther than any clock is behind UTC.</summary>
    private static readonly TimeSpan s_behind = TimeSpan.FromHours(13);

    /// <summary>The moment (UTC) at which the clocks first show the time, or the moment at which they jump over it.</summary>
    /// <param name="local">Date and time of day; its kind is ignored.</param>
    /// <param name="zone">Where the clocks hang.</param>
    public static (DateTimeOffset At, ClockNote Note) Moment(DateTime local, TimeZoneInfo zone)
    {
        var wall = new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), TimeSpan.Zero);
        var (before, after) = (zone.GetUtcOffset(wall - s_ahead), zone.GetUtcOffset(wall + s_behind));
        var (first, second) = before > after ? (before, after) : (after, before);
        var (early, late) = (wall - first, wall - second);
        return (zone.GetUtcOffset(early) == first, zone.GetUtcOffset(late) == second) switch
        {
            (true, true) when first != second => (early, ClockNote.Repeated),
            (true, _) => (early, ClockNote.None),
            (_, true) => (late, ClockNote.None),
            _ => (Jump(wall, zone), ClockNote.Skipped),
        };
    }

    /// <summary>What the clocks show at the moment.</summary>
    public static DateTime Shown(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).DateTime;

    /// <summary>Halves the span that holds the jump until one second remains; jumps happen on whole seconds.</summary>
    private static DateTimeOffset Jump(DateTimeOffset wall, TimeZoneInfo zone)
    {
        var (before, after) = ((wall - s_ahead).ToUnixTimeSeconds(), (wall + s_behind).ToUnixTimeSeconds());
        while (after - before > 1)
        {
            var half = before + ((after - before) / 2);
            if (Shown(DateTimeOffset.FromUnixTimeSeconds(half), zone) < wall.DateTime)
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
