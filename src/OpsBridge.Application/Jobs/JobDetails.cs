using OpsBridge.Alerts;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Schedules;

namespace OpsBridge.Jobs;

/// <summary>Everything that somebody says about a job; each change makes a version that keeps it.</summary>
/// <param name="Name">Unique among the jobs in use, 1 to 100 characters.</param>
/// <param name="Settings">What it does.</param>
/// <param name="Schedule">When it should start.</param>
public sealed record JobDetails(string Name, JobSettings Settings, JobSchedule Schedule)
{
    /// <summary>Longest <see cref="Name"/>, in characters.</summary>
    public const int MaxName = 100;

    /// <summary>Longest <see cref="Description"/>, in characters.</summary>
    public const int MaxDescription = 2000;

    /// <summary>What it is for, as text; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>The asset it is about; null for none.</summary>
    public Guid? AssetId { get; init; }

    /// <summary>The calendar that excludes or moves nominal times; null for none.</summary>
    public Guid? CalendarId { get; init; }

    /// <summary>Whether starts are tied to maintenance of the asset.</summary>
    public OnlyWhile OnlyWhile { get; init; }

    /// <summary>What becomes of missed nominal times.</summary>
    public CatchUp CatchUp { get; init; }

    /// <summary>What happens while the run before still runs.</summary>
    public Overlap Overlap { get; init; }

    /// <summary>The longest one attempt may take, 1 second to 7 days.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Attempts in all, 1 to 10.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>Wait before the second attempt, 1 second to 1 hour; doubles for each further one, up to 6 hours.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A start later than this after the nominal time is missed, 1 minute to 24 hours.</summary>
    public TimeSpan LateAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Shortest plausible duration of a good run; a shorter one raises an alert. Null: none.</summary>
    public TimeSpan? AtLeast { get; init; }

    /// <summary>Longest plausible duration; a longer one raises an alert while it still runs. Null: the 95th percentile of its past, doubled, once 10 good runs are known.</summary>
    public TimeSpan? AtMost { get; init; }

    /// <summary>Time of day by which a run that is due that day must have succeeded, on the clocks of <see cref="DeadlineZone"/>; null for none.</summary>
    public TimeOnly? Deadline { get; init; }

    /// <summary>IANA zone of <see cref="Deadline"/>.</summary>
    public string? DeadlineZone { get; init; }

    /// <summary>How bad it is when a run fails, is missed or misses its deadline.</summary>
    public AlertSeverity Severity { get; init; } = AlertSeverity.Major;

    /// <summary>Whether an incident may hold it: not for jobs that must run whatever happens.</summary>
    public bool MayBeHeld { get; init; } = true;

    /// <summary>Keys of the assets, calendars and jobs that it speaks of.</summary>
    public IEnumerable<Guid> Mentions() => new[]
    {
        AssetId, CalendarId, (Schedule as AfterSchedule)?.JobId, (Settings as VerifySettings)?.BackupJobId, (Settings as DrillSettings)?.BackupJobId,
    }.OfType<Guid>();

    /// <summary>Plain-word errors by property name; empty when it may be saved. What needs the database (names, chains, calendars) is asked by <see cref="SaveJob"/>.</summary>
    public IReadOnlyDictionary<string, string> Validate() => JobRules.Errors(this);

    /// <summary>Trimmed, moments in UTC, the zone of the deadline only where there is one.</summary>
    public JobDetails Normalized() => this with
    {
        Name = Name.Trim(),
        Description = Description.Trim(),
        DeadlineZone = Deadline is null ? null : DeadlineZone,
        Schedule = Schedule switch
        {
            CronSchedule cron => cron with { Cron = cron.Cron.Trim() },
            IntervalSchedule interval => interval with { From = interval.From.ToUniversalTime() },
            OnceSchedule once => new OnceSchedule(once.At.ToUniversalTime()),
            _ => Schedule,
        },
    };
}
