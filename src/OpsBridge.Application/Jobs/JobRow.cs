using OpsBridge.Jobs.Schedules;

namespace OpsBridge.Jobs;

/// <summary>What a job's last news is; in the order of how much it needs somebody.</summary>
public enum JobNews
{
    /// <summary>A missed run waits for somebody's decision.</summary>
    Asks,

    /// <summary>The last run failed, timed out or was lost.</summary>
    Failed,

    /// <summary>The last nominal time was missed, and nobody had paused or held the job.</summary>
    Missed,

    /// <summary>A run works now.</summary>
    Running,

    /// <summary>A run is due and waits.</summary>
    Waiting,

    /// <summary>The last run succeeded.</summary>
    Good,

    /// <summary>Somebody, or a newer run, cancelled the last one; or it was left out on purpose.</summary>
    Skipped,

    /// <summary>It has never run.</summary>
    Never,
}

/// <summary>One job as the list shows it.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Details">What is said about it.</param>
public sealed record JobRow(Guid Id, JobDetails Details)
{
    /// <summary>Its name.</summary>
    public string Name => Details.Name;

    /// <summary>Number of its version.</summary>
    public int Number { get; init; }

    /// <summary>Name of its asset; null for none.</summary>
    public string? AssetName { get; init; }

    /// <summary>Site of its asset.</summary>
    public Guid? SiteId { get; init; }

    /// <summary>Name of that site.</summary>
    public string? SiteName { get; init; }

    /// <summary>Name of the job after which it runs; null when its schedule says otherwise.</summary>
    public string? AfterName { get; init; }

    /// <summary>Next nominal time (UTC); null for none.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>When it was taken out of use (UTC); null while in use. A list shows one only as long as its last run works.</summary>
    public DateTimeOffset? RetiredAt { get; init; }

    /// <summary>Since when it is paused or held (UTC); null when it is not.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>Until when (UTC).</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>By whom.</summary>
    public string? PausedBy { get; init; }

    /// <summary>Why.</summary>
    public string? PausedWhy { get; init; }

    /// <summary>The pause is a hold for an incident.</summary>
    public bool Held { get; init; }

    /// <summary>Who released it, while its turn to start again has not come.</summary>
    public string? ReleasedBy { get; init; }

    /// <summary>Who changed it last.</summary>
    public string ChangedBy { get; init; } = "";

    /// <summary>When (UTC).</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Runs that have not ended: working, waiting, asking; newest nominal time first.</summary>
    public IReadOnlyList<RunBrief> Open { get; init; } = [];

    /// <summary>The last run that has ended, by nominal time.</summary>
    public RunBrief? Last { get; init; }

    /// <summary>Durations in milliseconds of the last 20 runs that did their work, failed ones included, oldest first.</summary>
    public IReadOnlyList<double> Durations { get; init; } = [];

    /// <summary>Median of the last 20 good runs; null before the first.</summary>
    public TimeSpan? Typical { get; init; }

    /// <summary>When the last good run ended (UTC).</summary>
    public DateTimeOffset? LastGoodAt { get; init; }

    /// <summary>Nominal times of the last 24 h that were missed without anybody's intent.</summary>
    public int Missed { get; init; }

    /// <summary>Runs of the last 24 h that failed.</summary>
    public int Failed { get; init; }

    /// <summary>When it should start.</summary>
    public JobSchedule Schedule => Details.Schedule;

    /// <summary>The run that works now; null for none.</summary>
    public RunBrief? Running => Open.FirstOrDefault(r => r.State == RunState.Running);

    /// <summary>Whether it is paused or held now.</summary>
    public bool IsPaused => PausedAt is not null;

    /// <summary>The missed runs about which somebody is asked.</summary>
    public IEnumerable<RunBrief> Asking => Open.Where(r => r.State == RunState.Asking);

    /// <summary>What there is to say about it.</summary>
    public JobNews News => Asking.Any() ? JobNews.Asks
        : Running is not null ? JobNews.Running
        : Open.Count > 0 ? JobNews.Waiting
        : Last switch
        {
            null => JobNews.Never,
            { IsBad: true } => JobNews.Failed,
            { State: RunState.Missed, Cause: MissCause.Paused or MissCause.Held or MissCause.Calendar or MissCause.Maintenance } => JobNews.Skipped,
            { State: RunState.Missed } => JobNews.Missed,
            { State: RunState.Cancelled } => JobNews.Skipped,
            _ => JobNews.Good,
        };

    /// <summary>Whether somebody should look: it asks, or its last end was bad, also while it runs again.</summary>
    public bool InTrouble => News is JobNews.Asks or JobNews.Failed or JobNews.Missed || (Open.Count > 0 && (Last?.IsBad ?? false));

    /// <summary>
    /// Whether the run that works takes longer than it may: than <see cref="JobDetails.AtMost"/>, or than twice the usual time
    /// once five runs are known.
    /// </summary>
    public bool IsSlow(DateTimeOffset now) =>
        Running?.RunsFor(now) is { } runs && (Details.AtMost ?? (Durations.Count >= 5 ? Typical * 2 : null)) is { } most && runs > most;
}
