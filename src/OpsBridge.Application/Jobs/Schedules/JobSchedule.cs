using System.Text.Json.Serialization;

namespace OpsBridge.Jobs.Schedules;

/// <summary>When a job should start. Stored as JSON with the form in <c>form</c>; moments are UTC, times of day hang on an IANA zone.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "form")]
[JsonDerivedType(typeof(CronSchedule), "cron")]
[JsonDerivedType(typeof(IntervalSchedule), "interval")]
[JsonDerivedType(typeof(OnceSchedule), "once")]
[JsonDerivedType(typeof(AfterSchedule), "after")]
[JsonDerivedType(typeof(NoSchedule), "none")]
public abstract record JobSchedule;

/// <summary>At the times of a Quartz cron expression on the clocks of a place: skipped times happen once, repeated times once.</summary>
/// <param name="Cron">Seconds first, for example <c>0 30 2 ? * SUN</c>.</param>
/// <param name="Zone">IANA name.</param>
public sealed record CronSchedule(string Cron, string Zone) : JobSchedule;

/// <summary>Again and again on a grid that begins at a moment.</summary>
/// <param name="Every">10 seconds to 366 days.</param>
/// <param name="From">First nominal time (UTC).</param>
public sealed record IntervalSchedule(TimeSpan Every, DateTimeOffset From) : JobSchedule;

/// <summary>Once.</summary>
/// <param name="At">Nominal time (UTC).</param>
public sealed record OnceSchedule(DateTimeOffset At) : JobSchedule;

/// <summary>When another job's run has ended.</summary>
/// <param name="JobId">The job before it; chains have no circle.</param>
/// <param name="When">After which end of it.</param>
/// <param name="Delay">Wait after that end, 0 to 7 days.</param>
public sealed record AfterSchedule(Guid JobId, AfterCondition When, TimeSpan Delay) : JobSchedule;

/// <summary>Only when somebody runs it.</summary>
public sealed record NoSchedule : JobSchedule;

/// <summary>After which end of the job before a chained job starts.</summary>
public enum AfterCondition
{
    /// <summary>Only when it succeeded.</summary>
    Success,

    /// <summary>Only when it failed, timed out or was lost.</summary>
    Failure,

    /// <summary>After any end but a cancelled one.</summary>
    AnyEnd,
}
