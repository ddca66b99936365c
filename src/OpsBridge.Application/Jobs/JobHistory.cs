using System.Text.Json;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs;

/// <summary>What the timeline says about jobs and runs.</summary>
internal static class JobHistory
{
    /// <summary>The part of OpsBridge that runs jobs.</summary>
    public static Actor Self { get; } = Actor.Internal("jobs", Permissions.ReportAlerts, Permissions.ViewAlerts, Permissions.ViewJobs);

    /// <summary>What is said about a job, as it is stored; holds no secret.</summary>
    public static object Facts(JobDetails details) => JsonSerializer.SerializeToElement(details, JobJson.Options);

    /// <summary>Something happened to a job.</summary>
    public static Happening Of(Job job, string verb, string text) => new($"job.{verb}", job.Id.ToString(), text) { AssetId = job.Details.AssetId };

    /// <summary>Something happened to a run; the entry stands in the job's history.</summary>
    public static Happening Of(Job job, JobRun run, string verb, string text) => Of(job, verb, text) with
    {
        After = new { Run = run.Id, run.NominalAt, State = run.State.ToString(), Cause = run.Cause?.ToString(), run.Attempt, run.ExitCode },
    };
}
