using OpsBridge.Kernel;

namespace OpsBridge.Jobs.Pings;

/// <summary>
/// Times of day on certain days, as the clocks of a place show them, and the moments that they mean. Two rules exist for the nights when
/// the clocks change, because the programs that start jobs have two: cron's for a fixed time (in the gap once, right after it; in the fold
/// once, at its first showing) and the one of jobs that follow real time (what the clocks do not show does not happen; what they show
/// twice happens twice).
/// </summary>
internal sealed record WallTimes(Func<DateOnly, bool> Day, IReadOnlyList<int> Hours, IReadOnlyList<int> Minutes, IReadOnlyList<int> Seconds, bool RealTime)
{
    /// <summary>Nothing in so many days is nothing at all: 29 February on a certain weekday comes every 28 years, 40 across a century.</summary>
    private const int DaysLookedAt = 366 * 41;

    /// <summary>Longer than a clock is ever put forward.</summary>
    private static readonly TimeSpan s_margin = TimeSpan.FromHours(3);

    /// <summary>The first moment after another one (UTC); null when none comes within 40 years.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset at, TimeZoneInfo zone) => RealTime ? NextReal(at, zone) : NextFixed(at, zone);

    private DateTimeOffset? NextFixed(DateTimeOffset at, TimeZoneInfo zone)
    {
        var wall = WallClock.Shown(at, zone) - s_margin;
        while (NextWall(wall) is { } next)
        {
            wall = next;
            if (WallClock.Moment(next, zone).At is var moment && moment > at)
            {
                return moment.ToUniversalTime();
            }
        }

        return null;
    }

    /// <summary>Reads the clocks with the offset that they have, up to the next change of it, and then anew from the change on.</summary>
    private DateTimeOffset? NextReal(DateTimeOffset at, TimeZoneInfo zone)
    {
        var (from, floor) = (at, WallClock.Shown(at, zone));
        while (NextWall(floor) is { } wall)
        {
            var offset = zone.GetUtcOffset(from);
            var moment = new DateTimeOffset(DateTime.SpecifyKind(wall - offset, DateTimeKind.Utc));
            if (zone.GetUtcOffset(moment) == offset)
            {
                return moment;
            }

            from = Change(from, moment, offset, zone);
            floor = WallClock.Shown(from, zone) - TimeSpan.FromTicks(1); // what the clocks show at the change itself counts
        }

        return null;
    }

    /// <summary>The first second at which the clocks have another offset; changes happen on whole seconds.</summary>
    private static DateTimeOffset Change(DateTimeOffset from, DateTimeOffset to, TimeSpan offset, TimeZoneInfo zone)
    {
        var (before, after) = (from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds());
        while (after - before > 1)
        {
            var half = before + ((after - before) / 2);
            if (zone.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(half)) == offset)
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

    private DateTime? NextWall(DateTime after)
    {
        var floor = new DateTime(after.Ticks - (after.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Unspecified) + TimeSpan.FromSeconds(1);
        var date = DateOnly.FromDateTime(floor);
        for (var i = 0; i < DaysLookedAt; i++, date = date.AddDays(1))
        {
            if (Day(date) && First(i == 0 ? floor.TimeOfDay : TimeSpan.Zero) is { } time)
            {
                return date.ToDateTime(TimeOnly.MinValue) + time;
            }
        }

        return null;
    }

    /// <summary>The first time of a day at or after a whole second of it.</summary>
    private TimeSpan? First(TimeSpan floor)
    {
        var times = from hour in Hours
                    where hour >= floor.Hours
                    from minute in Minutes
                    where hour > floor.Hours || minute >= floor.Minutes
                    from second in Seconds
                    where hour > floor.Hours || minute > floor.Minutes || second >= floor.Seconds
                    select new TimeSpan(hour, minute, second);
        foreach (var time in times)
        {
            return time;
        }

        return null;
    }
}
