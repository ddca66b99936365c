using OpsBridge.Assets;
using OpsBridge.Jobs.Schedules;
using OpsBridge.Kernel;

namespace OpsBridge.Jobs;

/// <summary>The rules of <see cref="JobDetails"/>, each with the words that a page shows beside its field.</summary>
internal static class JobRules
{
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    /// <summary>Plain words by property; empty when all rules hold.</summary>
    public static Dictionary<string, string> Errors(JobDetails job)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (field, words) in Rules(job))
        {
            if (words is not null)
            {
                errors.TryAdd(field, words);
            }
        }

        foreach (var field in (job.Settings?.Validate() ?? []).GroupBy(e => e.Field, StringComparer.Ordinal))
        {
            errors.TryAdd(SettingField(field.Key), string.Join(' ', field));
        }

        return errors;
    }

    /// <summary>The name of a field of the settings among those of the job.</summary>
    public static string SettingField(string field) => field.Length == 0 ? nameof(JobDetails.Settings) : $"{nameof(JobDetails.Settings)}.{field}";

    private static IEnumerable<(string Field, string? Error)> Rules(JobDetails job) =>
    [
        (nameof(job.Name), PlainText.IsLine(job.Name, 1, JobDetails.MaxName) ? null : $"One line of 1 to {JobDetails.MaxName} characters."),
        (nameof(job.Description), PlainText.IsText(job.Description, JobDetails.MaxDescription) ? null : $"At most {JobDetails.MaxDescription} characters without control characters."),
        (nameof(job.Settings), job.Settings is null ? "Choose what it does." : null),
        (nameof(job.Schedule), job.Schedule is null ? "Choose when it starts." : ScheduleError(job.Schedule)),
        (nameof(job.OnlyWhile), OnlyWhileError(job)),
        (nameof(job.CatchUp), Enum.IsDefined(job.CatchUp) ? null : "Choose what becomes of missed runs."),
        (nameof(job.Overlap), Enum.IsDefined(job.Overlap) ? null : "Choose what happens while it still runs."),
        (nameof(job.Timeout), Within(job.Timeout, TimeSpan.FromSeconds(1), 7 * s_day) ? null : "From 1 second to 7 days."),
        (nameof(job.Attempts), job.Attempts is >= 1 and <= 10 ? null : "From 1 to 10 attempts."),
        (nameof(job.RetryAfter), Within(job.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)) ? null : "From 1 second to 1 hour."),
        (nameof(job.LateAfter), Within(job.LateAfter, TimeSpan.FromMinutes(1), s_day) ? null : "From 1 minute to 24 hours."),
        (nameof(job.AtLeast), job.AtLeast is { } least && !Within(least, TimeSpan.Zero, job.Timeout) ? "Not negative, and not longer than the time-out." : null),
        (nameof(job.AtMost), job.AtMost is { } most && (most <= TimeSpan.Zero || most < job.AtLeast || most > job.Timeout) ? "Longer than nothing, not shorter than the shortest and not longer than the time-out." : null),
        (nameof(job.DeadlineZone), job.Deadline is not null && (job.DeadlineZone is null || !TimeZoneInfo.TryFindSystemTimeZoneById(job.DeadlineZone, out _)) ? "A deadline needs an IANA time zone, for example Europe/Zurich." : null),
        (nameof(job.Severity), Enum.IsDefined(job.Severity) ? null : "Choose how bad it is when it fails."),
    ];

    private static string? OnlyWhileError(JobDetails job) => job switch
    {
        _ when !Enum.IsDefined(job.OnlyWhile) => "Choose whether it depends on maintenance.",
        { OnlyWhile: not OnlyWhile.Always, AssetId: null } => "Only a job of an asset can depend on maintenance: choose the asset.",
        _ => null,
    };

    public static string? ScheduleError(JobSchedule schedule) => schedule switch
    {
        CronSchedule cron => Recurrence.Create(cron.Cron ?? "", cron.Zone ?? "").Error,
        IntervalSchedule interval => Within(interval.Every, FireTimes.ShortestInterval, FireTimes.LongestInterval) ? null : "From 10 seconds to 366 days.",
        AfterSchedule after when !Enum.IsDefined(after.When) => "Choose after which end it starts.",
        AfterSchedule after => Within(after.Delay, TimeSpan.Zero, TimeSpan.FromDays(7)) ? null : "The wait is 0 to 7 days.",
        _ => null,
    };

    private static bool Within(TimeSpan span, TimeSpan least, TimeSpan most) => span >= least && span <= most;
}
