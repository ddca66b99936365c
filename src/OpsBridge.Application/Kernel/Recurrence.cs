using Quartz;

namespace OpsBridge.Kernel;

/// <summary>
/// When something begins again and again: a Quartz cron expression, read on the clocks of a place. The expression only says
/// which times of day are meant; what a time means on the days when the clocks change is <see cref="WallClock"/>'s rule: a
/// skipped time happens once, right after the jump, and a repeated time happens once, at its first showing.
/// </summary>
public sealed class Recurrence
{
    /// <summary>The longest expression, in characters.</summary>
    public const int MaxLength = 120;

    /// <summary>How many starts are looked at before a recurrence is believed never to overlap.</summary>
    private const int Examined = 400;

    /// <summary>Longer than a clock is ever put forward, so that a start moved by it is not missed.</summary>
    private static readonly TimeSpan s_margin = TimeSpan.FromHours(3);

    private readonly CronExpression _cron;

    private Recurrence(CronExpression cron, TimeZoneInfo zone) => (_cron, Zone) = (cron, zone);

    /// <summary>Where the clocks hang.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>Reads expression and IANA zone, or says in plain words what is wrong.</summary>
    public static (Recurrence? Recurrence, string? Error) Create(string cron, string zone)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var place))
        {
            return (null, "Choose an IANA time zone, for example Europe/Zurich.");
        }

        if (string.IsNullOrWhiteSpace(cron) || cron.Length > MaxLength)
        {
            return (null, "Give a Quartz cron expression of at most 120 characters, seconds first: 0 30 2 ? * SUN");
        }

        try
        {
            // On UTC, because here it reads times of day and not moments.
            return (new Recurrence(CronExpression.Parse(cron.Trim()).WithTimeZone(TimeZoneInfo.Utc), place), null);
        }
        catch (FormatException exception)
        {
            return (null, exception.Message);
        }
    }

    /// <summary>The starts from a moment on, ascending, each moment once; ends when the expression has no more.</summary>
    public IEnumerable<RecurrenceStart> StartsFrom(DateTimeOffset from)
    {
        var wall = new DateTimeOffset(WallClock.Shown(from, Zone) - s_margin, TimeSpan.Zero);
        var last = from - TimeSpan.FromTicks(1);
        while (_cron.GetNextValidTimeAfter(wall) is { } next)
        {
            wall = next;
            var (at, note) = WallClock.Moment(next.DateTime, Zone);
            if (at > last)
            {
                last = at;
                yield return new RecurrenceStart(at, next.DateTime, note);
            }
        }
    }

    /// <summary>
    /// Why a stretch of this length cannot begin at each start, because it would still run when the next one begins and so
    /// never end; null when it can. Looks at the next 400 starts.
    /// </summary>
    public string? RefuseLength(TimeSpan lasts, DateTimeOffset from)
    {
        DateTimeOffset? end = null;
        foreach (var start in StartsFrom(from).Take(Examined))
        {
            if (start.At <= end)
            {
                return $"It would still run when it begins again on {start.Asked:yyyy-MM-dd} at {start.Asked:HH:mm}, and so never end. Make it shorter.";
            }

            end = start.At + lasts;
        }

        return end is null ? "It would never begin." : null;
    }
}

/// <summary>One start of a <see cref="Recurrence"/>.</summary>
/// <param name="At">The moment (UTC).</param>
/// <param name="Asked">The time on the clocks of the place that the expression asks for.</param>
/// <param name="Note">What the clocks did to it.</param>
public sealed record RecurrenceStart(DateTimeOffset At, DateTime Asked, ClockNote Note);
