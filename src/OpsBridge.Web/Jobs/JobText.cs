using System.Globalization;
using OpsBridge.Jobs.Schedules;
using OpsBridge.Kernel;
using OpsBridge.Shifts;
using OpsBridge.Ui;

namespace OpsBridge.Jobs;

/// <summary>Jobs in words.</summary>
public static class JobText
{
    /// <summary>State for <see cref="StatusMark"/>.</summary>
    public static string Tone(JobRow job) => job.News switch
    {
        JobNews.Never => "pending",
        JobNews.Asks => "warning",
        _ => RunWords.Tone(Shown(job)!),
    };

    /// <summary>One or two words.</summary>
    public static string State(JobRow job) => job.News switch
    {
        JobNews.Never => "Never ran",
        JobNews.Asks => job.Asking.Count() is var n && n > 1 ? $"Run {n}?" : "Run it?",
        JobNews.Running when job.Running!.Percent is { } percent => string.Create(CultureInfo.InvariantCulture, $"Running {Math.Floor(percent):0} %"),
        _ => RunWords.State(Shown(job)!),
    };

    /// <summary>The run that <see cref="State"/> speaks of; null when it never ran.</summary>
    public static RunBrief? Shown(JobRow job) => job.Asking.FirstOrDefault() ?? job.Running ?? (job.Open.Count > 0 ? job.Open[0] : job.Last);

    /// <summary>When it should start, in words: "every day at 02:30 (Europe/Zurich)".</summary>
    public static string When(JobSchedule schedule, string? after, ViewerTime time) => schedule switch
    {
        CronSchedule cron => $"{Cron(cron.Cron)} ({cron.Zone})",
        IntervalSchedule interval => $"every {Every(interval.Every)}",
        OnceSchedule once => $"once, {time.Show(once.At)}",
        AfterSchedule chained => $"{(chained.Delay > TimeSpan.Zero ? $"{Every(chained.Delay)} " : "")}{Condition(chained.When)} {after ?? "another job"}",
        _ => "only by hand",
    };

    /// <summary>As <see cref="When"/>, short enough for a column: the place only where its clocks show another time than the viewer's.</summary>
    public static string Brief(JobSchedule schedule, string? after, ViewerTime time)
    {
        if (schedule is not CronSchedule cron)
        {
            return When(schedule, after, time);
        }

        var (words, clock) = (Cron(cron.Cron), new DeskClock(cron.Zone));
        return clock.IsOf(time.Now, time) ? words : $"{words.Replace("every day at", "daily", StringComparison.Ordinal)} {clock.Place}";
    }

    /// <summary>A cron expression in words where it has a simple form, otherwise itself.</summary>
    public static string Cron(string cron) => CronText.Say(cron);

    /// <summary>A length of time, exactly: "1 h 30 min".</summary>
    public static string Every(TimeSpan span)
    {
        string?[] parts =
        [
            span.Days > 0 ? $"{span.Days} d" : null, span.Hours > 0 ? $"{span.Hours} h" : null,
            span.Minutes > 0 ? $"{span.Minutes} min" : null, span.Seconds > 0 ? $"{span.Seconds} s" : null,
        ];
        return parts.OfType<string>().ToList() is { Count: > 0 } known ? string.Join(' ', known) : "0 s";
    }

    /// <summary>The paused or held mark in words; null when it is neither.</summary>
    public static string? Paused(JobRow job, ViewerTime time) => !job.IsPaused ? null
        : $"{(job.Held ? "Held" : "Paused")} by {job.PausedBy}{(job.PausedUntil is { } until ? $" until {time.Show(until)}" : "")}{(string.IsNullOrWhiteSpace(job.PausedWhy) ? "" : $": {job.PausedWhy}")}";

    /// <summary>What the clocks or the calendar do to a time; null when nothing.</summary>
    public static string? Clocks(ClockNote note, DateTime asked) => note switch
    {
        ClockNote.Skipped => string.Create(CultureInfo.InvariantCulture, $"{asked:HH:mm} does not exist that day: it starts right after the clocks go forward"),
        ClockNote.Repeated => string.Create(CultureInfo.InvariantCulture, $"{asked:HH:mm} comes twice that day: it starts once, at the first"),
        _ => null,
    };

    /// <summary>After which end of the job before.</summary>
    public static string Condition(AfterCondition when) => when switch
    {
        AfterCondition.Success => "after success of",
        AfterCondition.Failure => "after failure of",
        _ => "after any end of",
    };
}
