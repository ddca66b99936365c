using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Schedules;

namespace OpsBridge.Jobs;

/// <summary>A job in the API.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What kind of work it does.</param>
/// <param name="Does">What it does, in one line.</param>
/// <param name="State">asks, failed, missed, running, waiting, good, skipped or never.</param>
/// <param name="Schedule">When it should start.</param>
public sealed record JobResource(Guid Id, string Name, string Kind, string Does, JobNews State, JobSchedule Schedule)
{
    /// <summary>Number of its version.</summary>
    public int Version { get; init; }

    /// <summary>Its asset.</summary>
    public Guid? AssetId { get; init; }

    /// <summary>Next nominal time (UTC).</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>Until when it is paused or held (UTC).</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>Whether the pause is a hold.</summary>
    public bool Held { get; init; }

    /// <summary>When the last good run ended (UTC).</summary>
    public DateTimeOffset? LastGoodAt { get; init; }

    /// <summary>The last run that has ended.</summary>
    public RunResource? LastRun { get; init; }

    /// <summary>From a row of the list.</summary>
    public static JobResource Of(JobRow job) => new(job.Id, job.Name, job.Details.Settings.Kind, job.Details.Settings.Describe(), job.News, job.Schedule)
    {
        Version = job.Number,
        AssetId = job.Details.AssetId,
        NextAt = job.NextAt,
        PausedUntil = job.PausedUntil,
        Held = job.Held,
        LastGoodAt = job.LastGoodAt,
        LastRun = job.Last is { } last ? RunResource.Of(last) : null,
    };
}

/// <summary>A run in the API.</summary>
/// <param name="Id">Its key.</param>
/// <param name="JobId">Its job.</param>
/// <param name="NominalAt">When it should have started (UTC).</param>
/// <param name="State">Where it stands.</param>
public sealed record RunResource(Guid Id, Guid JobId, DateTimeOffset NominalAt, RunState State)
{
    /// <summary>Why it exists.</summary>
    public RunOrigin Origin { get; init; }

    /// <summary>Why it was missed.</summary>
    public MissCause? Cause { get; init; }

    /// <summary>Since when (UTC).</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended (UTC).</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Attempts begun.</summary>
    public int Attempt { get; init; }

    /// <summary>Exit code or HTTP status.</summary>
    public int? ExitCode { get; init; }

    /// <summary>How it ended, in one line.</summary>
    public string Summary { get; init; } = "";

    /// <summary>How far it is.</summary>
    public RunProgress? Progress { get; init; }

    /// <summary>From a run.</summary>
    public static RunResource Of(RunBrief run) => new(run.Id, run.JobId, run.NominalAt, run.State)
    {
        Origin = run.Origin,
        Cause = run.Cause,
        StartedAt = run.StartedAt,
        EndedAt = run.EndedAt,
        Attempt = run.Attempt,
        ExitCode = run.ExitCode,
        Summary = run.Summary,
        Progress = run.Phase is { } phase ? new RunProgress(phase, run.Done, run.Total) : null,
    };
}

/// <summary>Answer to a run that was asked for.</summary>
/// <param name="RunId">The run.</param>
public sealed record AskedRun(Guid RunId);
