using System.Globalization;
using OpsBridge.Jobs.Schedules;
using OpsBridge.Kernel;

namespace OpsBridge.Jobs;

/// <summary>When a job starts, as it is being typed.</summary>
public sealed class ScheduleForm
{
    /// <summary>Days of the week at a time.</summary>
    public const string Weekly = "weekly";

    /// <summary>A day of the month at a time.</summary>
    public const string Monthly = "monthly";

    /// <summary>An expression written by hand.</summary>
    public const string ByHand = "cron";

    /// <summary>Again and again from a moment on.</summary>
    public const string Interval = "interval";

    /// <summary>One moment.</summary>
    public const string Once = "once";

    /// <summary>After another job.</summary>
    public const string After = "after";

    /// <summary>Only when somebody runs it.</summary>
    public const string None = "none";

    /// <summary>Which form is shown.</summary>
    public string Form { get; set; } = Weekly;

    /// <summary>Time of day as typed.</summary>
    public string? At { get; set; } = "02:30";

    /// <summary>Days of the week.</summary>
    public HashSet<DayOfWeek> On { get; } = [.. Enum.GetValues<DayOfWeek>()];

    /// <summary>Which day of the month: <c>1</c> to <c>31</c>, <c>L</c>, or a weekday's number and order, <c>1#1</c>, <c>6L</c>.</summary>
    public string? MonthDay { get; set; } = "1";

    /// <summary>The expression written by hand.</summary>
    public string? Cron { get; set; } = "0 0/15 * * * ?";

    /// <summary>IANA zone of times of day.</summary>
    public string? Zone { get; set; } = "UTC";

    /// <summary>Length of the interval as typed.</summary>
    public string? Every { get; set; } = "1 h";

    /// <summary>First time of the interval, or the one time.</summary>
    public DateTimeOffset? Moment { get; set; }

    /// <summary>Key of the job before.</summary>
    public string? Before { get; set; }

    /// <summary>After which end of it.</summary>
    public AfterCondition When { get; set; }

    /// <summary>Wait after that end, as typed.</summary>
    public string? Delay { get; set; } = "0 s";

    /// <summary>The form of a schedule.</summary>
    public static ScheduleForm Of(JobSchedule schedule, DateTimeOffset now, string zone)
    {
        var form = new ScheduleForm { Zone = zone, Moment = now.AddMinutes(60 - now.Minute).AddSeconds(-now.Second).AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)) };
        switch (schedule)
        {
            case CronSchedule cron:
                form.ReadCron(cron);
                break;
            case IntervalSchedule interval:
                (form.Form, form.Every, form.Moment) = (Interval, JobText.Every(interval.Every), interval.From);
                break;
            case OnceSchedule once:
                (form.Form, form.Moment) = (Once, once.At);
                break;
            case AfterSchedule after:
                (form.Form, form.Before, form.When, form.Delay) = (After, after.JobId.ToString(), after.When, JobText.Every(after.Delay));
                break;
            default:
                form.Form = None;
                break;
        }

        return form;
    }

    /// <summary>The schedule, or what is wrong with what was typed.</summary>
    public (JobSchedule? Schedule, string? Error) Read() => Form switch
    {
        Interval when SpanField.Parse(Every) is not { } => (null, "Give a length of time, for example 15 min or 1 h 30 min."),
        Interval when Moment is null => (null, "Choose when the first one is."),
        Interval => (new IntervalSchedule(SpanField.Parse(Every)!.Value, Moment!.Value), null),
        Once => Moment is { } at ? (new OnceSchedule(at), null) : (null, "Choose when."),
        After when !Guid.TryParse(Before, out _) => (null, "Choose the job before."),
        After when SpanField.Parse(Delay) is null => (null, "Give the wait as a length of time, for example 0 s or 5 min."),
        After => (new AfterSchedule(Guid.Parse(Before!), When, SpanField.Parse(Delay)!.Value), null),
        None => (new NoSchedule(), null),
        ByHand => (new CronSchedule(Cron?.Trim() ?? "", Zone ?? ""), null),
        Weekly when On.Count == 0 => (null, "Choose at least one day."),
        _ => Time() is { } time ? (new CronSchedule(Text(time), Zone ?? ""), null) : (null, "Give a time of day, for example 02:30."),
    };

    private TimeOnly? Time() => TimeOnly.TryParseExact(At?.Trim(), ["H:mm", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : null;

    private string Text(TimeOnly at)
    {
        if (Form == Weekly)
        {
            return new RecurrenceForm.Weekly(at, On).ToCron();
        }

        var day = MonthDay ?? "1";
        return day.Contains('#', StringComparison.Ordinal) || (day.Length == 2 && day[1] == 'L')
            ? string.Create(CultureInfo.InvariantCulture, $"0 {at.Minute} {at.Hour} ? * {day}")
            : string.Create(CultureInfo.InvariantCulture, $"0 {at.Minute} {at.Hour} {day} * ?");
    }

    private void ReadCron(CronSchedule cron)
    {
        (Cron, Zone) = (cron.Cron, cron.Zone);
        var form = RecurrenceForm.Of(cron.Cron);
        Form = form switch { null => ByHand, RecurrenceForm.Weekly => Weekly, _ => Monthly };
        At = form?.At.ToString("HH:mm", CultureInfo.InvariantCulture) ?? At;
        switch (form)
        {
            case RecurrenceForm.Weekly weekly:
                On.Clear();
                On.UnionWith(weekly.On);
                break;
            case not null:
                var parts = cron.Cron.Split(' ');
                MonthDay = parts[3] == "?" ? parts[5] : parts[3];
                break;
        }
    }
}
