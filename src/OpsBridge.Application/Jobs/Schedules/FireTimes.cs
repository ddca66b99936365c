using OpsBridge.Kernel;

namespace OpsBridge.Jobs.Schedules;

/// <summary>
/// The nominal times of a schedule under a calendar, ascending. Times that the calendar leaves out are among them and say why;
/// times that it moves stand where they were moved to, and a moment is there once.
/// </summary>
public static class FireTimes
{
    /// <summary>After this many excluded times in a row the schedule is believed to have no more.</summary>
    private const int Patience = 20_000;

    /// <summary>Farther apart than this an interval gains nothing over a cron expression.</summary>
    public static readonly TimeSpan LongestInterval = TimeSpan.FromDays(366);

    /// <summary>More often than this no job starts.</summary>
    public static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(10);

    /// <summary>The nominal times after a moment, without it.</summary>
    /// <param name="schedule">A valid schedule; chained and hand-started jobs have none.</param>
    /// <param name="calendar">What excludes or moves; null for nothing.</param>
    /// <param name="after">The moment (UTC).</param>
    public static IEnumerable<NextFire> After(JobSchedule schedule, CalendarRules? calendar, DateTimeOffset after)
    {
        var all = calendar is { WhenExcluded: WhenExcluded.NextDay or WhenExcluded.DayBefore } && schedule is CronSchedule cron
            ? Moved(cron, calendar, after)
            : Plain(schedule, after).Select(f => calendar?.ExcludedBy(f.At) is { } why ? f with { ExcludedBy = why } : f);
        var excluded = 0;
        foreach (var fire in all)
        {
            excluded = fire.ExcludedBy is null ? 0 : excluded + 1;
            if (excluded > Patience)
            {
                yield break;
            }

            yield return fire;
        }
    }

    /// <summary>The first nominal time after a moment that counts: one at which the job starts, or, where the calendar asks for a record, one that it excludes.</summary>
    public static NextFire? Next(JobSchedule schedule, CalendarRules? calendar, DateTimeOffset after) =>
        After(schedule, calendar, after).FirstOrDefault(f => f.ExcludedBy is null || calendar?.WhenExcluded == WhenExcluded.Record);

    private static IEnumerable<NextFire> Plain(JobSchedule schedule, DateTimeOffset after) => schedule switch
    {
        CronSchedule cron => Cron(cron, after),
        IntervalSchedule interval => Interval(interval, after),
        OnceSchedule once when once.At > after => [new NextFire(once.At.ToUniversalTime(), once.At.UtcDateTime, ClockNote.None, null)],
        _ => [],
    };

    private static IEnumerable<NextFire> Cron(CronSchedule cron, DateTimeOffset after) =>
        Recurrence.Create(cron.Cron, cron.Zone).Recurrence is { } recurrence
            ? recurrence.StartsFrom(after.AddTicks(1)).Select(s => new NextFire(s.At, s.Asked, s.Note, null))
            : [];

    private static IEnumerable<NextFire> Interval(IntervalSchedule interval, DateTimeOffset after)
    {
        var steps = after < interval.From ? 0 : ((after - interval.From).Ticks / interval.Every.Ticks) + 1;
        for (var at = interval.From.ToUniversalTime() + (steps * interval.Every); ; at += interval.Every)
        {
            yield return new NextFire(at, at.UtcDateTime, ClockNote.None, null);
            if (at > DateTimeOffset.MaxValue - interval.Every)
            {
                yield break;
            }
        }
    }

    /// <summary>
    /// Day by day: a day that the calendar allows has its own times and those of the excluded days whose nearest allowed day
    /// it is. A freeze period moves nothing.
    /// </summary>
    private static IEnumerable<NextFire> Moved(CronSchedule cron, CalendarRules calendar, DateTimeOffset after)
    {
        var direction = calendar.WhenExcluded == WhenExcluded.NextDay ? 1 : -1;
        var last = after;
        foreach (var day in Days(cron, calendar, after))
        {
            var fires = day
                .Select(f => Move(f, calendar, direction))
                .Where(f => f.At > after)
                .OrderBy(f => f.At).ThenBy(f => f.MovedFrom is not null)
                .ToList();
            foreach (var fire in fires.Where(f => f.At > last || f.ExcludedBy is not null).DistinctBy(f => f.At))
            {
                last = fire.At > last ? fire.At : last;
                yield return fire;
            }
        }
    }

    /// <summary>
    /// Groups of times that belong to one allowed day: to move forward, the excluded days before it; to move back, those after
    /// it. Groups come in the order of their allowed days.
    /// </summary>
    private static IEnumerable<List<NextFire>> Days(CronSchedule cron, CalendarRules calendar, DateTimeOffset after)
    {
        var direction = calendar.WhenExcluded == WhenExcluded.NextDay ? 1 : -1;
        var group = new List<NextFire>();
        DateOnly? of = null;
        foreach (var fire in Cron(cron, after.AddDays(-CalendarRules.FarthestMove - 1)))
        {
            var day = DateOnly.FromDateTime(WallClock.Shown(fire.At, calendar.Zone));
            var target = calendar.DayExcludedBy(day) is null ? day : calendar.Nearest(day, direction) ?? day;
            if (of is not null && of != target)
            {
                yield return group;
                group = [];
            }

            of = target;
            group.Add(fire);
        }

        if (group.Count > 0)
        {
            yield return group;
        }
    }

    private static NextFire Move(NextFire fire, CalendarRules calendar, int direction)
    {
        var shown = WallClock.Shown(fire.At, calendar.Zone);
        var day = DateOnly.FromDateTime(shown);
        if (calendar.DayExcludedBy(day) is { } why)
        {
            if (calendar.Nearest(day, direction) is not { } target)
            {
                return fire with { ExcludedBy = why };
            }

            var (at, note) = WallClock.Moment(target.ToDateTime(TimeOnly.FromDateTime(shown)), calendar.Zone);
            fire = new NextFire(at, fire.Asked.AddDays(target.DayNumber - day.DayNumber), note, null) { MovedFrom = fire.Asked };
        }

        return calendar.FrozenBy(fire.At) is { } freeze ? fire with { ExcludedBy = freeze } : fire;
    }
}
