using System.Globalization;
using OpsBridge.Alerts;
using OpsBridge.Data;
using OpsBridge.Kernel;

namespace OpsBridge.Jobs;

/// <summary>Raises and clears the alerts about jobs, in the transaction that stores the cause.</summary>
internal static class JobAlarms
{
    /// <summary>A run failed, timed out or was lost.</summary>
    public const string Failed = "JobFailed";

    /// <summary>Nominal times were missed.</summary>
    public const string Missed = "JobMissed";

    /// <summary>A deadline is or will be missed.</summary>
    public const string Late = "JobLate";

    /// <summary>A run took too long or was too short.</summary>
    public const string Duration = "JobDuration";

    private static readonly string[] s_all = [Failed, Missed, Late, Duration];

    /// <summary>The labels that identify such an alert; a job that is renamed keeps its open alert.</summary>
    public static Labels Identity(string alertname, Guid job) => Labels.Of(("alertname", alertname), ("job_id", job.ToString("N")));

    /// <summary>Raises and clears, in the transaction of the context.</summary>
    public static Task ApplyAsync(OpsDbContext db, IReadOnlyList<AlertSignal> signals, CancellationToken ct) =>
        signals.Count == 0 ? Task.CompletedTask : ApplySignals.WithinAsync(db, signals, JobHistory.Self, ct);

    /// <summary>Clears everything about the job.</summary>
    public static Task ClearAsync(OpsDbContext db, Job job, string words, DateTimeOffset now, CancellationToken ct) =>
        ApplyAsync(db, [.. s_all.Select(n => Signal(job, n, firing: false, AlertSeverity.Info, words, now))], ct);

    /// <summary>
    /// One alert for all times that were missed: as bad as the job says when nobody wanted it, a notice when somebody paused
    /// it, none (null) where the calendar or maintenance say so.
    /// </summary>
    public static AlertSignal? MissedSignal(Job job, IReadOnlyList<JobRun> runs, DateTimeOffset now)
    {
        var told = runs.Where(r => r.Cause is not (null or MissCause.Calendar or MissCause.Maintenance)).ToList();
        if (told.Count == 0)
        {
            return null;
        }

        var wanted = told.TrueForAll(r => r.Cause is MissCause.Paused or MissCause.Held && r.State != RunState.Asking);
        return Signal(job, Missed, firing: true, wanted ? AlertSeverity.Info : job.Details.Severity, MissedWords(job, told), now);
    }

    /// <summary>One signal about a job.</summary>
    public static AlertSignal Signal(Job job, string alertname, bool firing, AlertSeverity severity, string words, DateTimeOffset now) =>
        new(Identity(alertname, job.Id), firing, severity, words, now)
        {
            Descriptive = Labels.Of(("job", job.Name), ("kind", job.Settings.Kind)),
            AssetId = job.Details.AssetId,
            Source = "opsbridge",
            Flapping = false,
        };

    private static string MissedWords(Job job, List<JobRun> told)
    {
        var last = told[^1];
        var times = told.Count == 1
            ? string.Create(CultureInfo.InvariantCulture, $"its start of {last.NominalAt:yyyy-MM-dd HH:mm} UTC")
            : string.Create(CultureInfo.InvariantCulture, $"{told.Count} starts, {told[0].NominalAt:yyyy-MM-dd HH:mm} to {last.NominalAt:yyyy-MM-dd HH:mm} UTC");
        var then = last.State switch
        {
            RunState.Asking => "; decide whether it still runs",
            RunState.Waiting => "; it runs now",
            _ => "",
        };
        return $"{job.Name} missed {times}: {last.Summary}{then}";
    }
}
