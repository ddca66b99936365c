namespace OpsBridge.Jobs.Pings;

/// <summary>How a reported job says when it runs.</summary>
public enum PingScheduleKind
{
    /// <summary>Every so often, counted from its last report.</summary>
    Period,

    /// <summary>Five fields of a crontab line.</summary>
    Cron,

    /// <summary>Calendar events of systemd, one a line.</summary>
    OnCalendar,
}

/// <summary>When a reported job is expected: a cron line, or calendar events of systemd, on the clocks of a place.</summary>
public sealed class PingSchedule
{
    /// <summary>The longest text, in characters.</summary>
    public const int MaxLength = 100;

    private static readonly DateTimeOffset s_longAgo = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly IReadOnlyList<(WallTimes Times, TimeZoneInfo Zone)> _events;

    private PingSchedule(PingScheduleKind kind, IReadOnlyList<(WallTimes Times, TimeZoneInfo Zone)> events) => (Kind, _events) = (kind, events);

    /// <summary>Which language it is in.</summary>
    public PingScheduleKind Kind { get; }

    /// <summary>Reads a text in whichever language it looks like, or null when it is none or never happens.</summary>
    /// <param name="text">One line of five words is cron; everything else is OnCalendar.</param>
    /// <param name="zone">IANA zone of the machine that runs the job.</param>
    public static PingSchedule? Create(string text, string zone)
    {
        if (text.Length > MaxLength || FindZone(zone) is not { } place)
        {
            return null;
        }

        var schedule = CronFields.Looks(text) ? Cron(text, place) : OnCalendar(text, place);
        return schedule?.NextAfter(s_longAgo) is null ? null : schedule;
    }

    /// <summary>A place by its IANA name; null for any other text.</summary>
    public static TimeZoneInfo? FindZone(string name) =>
        name.Length is > 0 and <= 60 && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId && !name.Contains(' ', StringComparison.Ordinal) ? zone : null;

    /// <summary>The first moment after another one (UTC); null when it never happens again.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset at)
    {
        DateTimeOffset? next = null;
        foreach (var (times, zone) in _events)
        {
            if (times.NextAfter(at, zone) is { } one && !(next <= one))
            {
                next = one;
            }
        }

        return next;
    }

    private static PingSchedule? Cron(string text, TimeZoneInfo zone) =>
        CronFields.Parse(text) is { } times ? new PingSchedule(PingScheduleKind.Cron, [(times, zone)]) : null;

    private static PingSchedule? OnCalendar(string text, TimeZoneInfo zone)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(OnCalendarText.Parse).ToList();
        return lines.Count == 0 || lines.Contains(null)
            ? null
            : new PingSchedule(PingScheduleKind.OnCalendar, [.. lines.Select(l => (l!.Value.Times, l.Value.Zone ?? zone))]);
    }
}
