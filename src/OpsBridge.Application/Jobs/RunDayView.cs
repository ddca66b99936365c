using OpsBridge.Kernel;

namespace OpsBridge.Jobs;

/// <summary>A stretch of time, against which jobs are shown.</summary>
/// <param name="From">Its beginning (UTC).</param>
/// <param name="To">Its end (UTC).</param>
/// <param name="Name">What it is.</param>
public sealed record DaySpan(DateTimeOffset From, DateTimeOffset To, string Name);

/// <summary>A shift, against which jobs are shown.</summary>
/// <param name="From">Its beginning (UTC).</param>
/// <param name="To">Its end (UTC).</param>
/// <param name="Name">Early, Late, Night.</param>
/// <param name="Desk">Name of its desk.</param>
public sealed record DayShift(DateTimeOffset From, DateTimeOffset To, string Name, string Desk);

/// <summary>A planned start that has not come yet.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="Note">What the clocks do to it.</param>
/// <param name="ExcludedBy">Why the calendar leaves it out; null when it starts.</param>
public sealed record DayFire(DateTimeOffset At, ClockNote Note, string? ExcludedBy);

/// <summary>One job within a day.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Name">Its name.</param>
/// <param name="Runs">Its runs that touch the day, by nominal time.</param>
/// <param name="Planned">Its starts that are still to come, by time; at most 300.</param>
public sealed record DayLane(Guid JobId, string Name, IReadOnlyList<RunBrief> Runs, IReadOnlyList<DayFire> Planned)
{
    /// <summary>Name of its asset; null for none.</summary>
    public string? AssetName { get; init; }

    /// <summary>Median of its last 20 good runs; null before the first.</summary>
    public TimeSpan? Typical { get; init; }

    /// <summary>It is paused or held now, so what is planned will not start before the pause ends.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Maintenance of its asset within the day.</summary>
    public IReadOnlyList<DaySpan> Windows { get; init; } = [];

    /// <summary>Runs during which another run worked on the same asset, with the name of that job.</summary>
    public IReadOnlyDictionary<Guid, string> Overlaps { get; init; } = new Dictionary<Guid, string>();

    /// <summary>The first moment of the day at which it shows.</summary>
    public DateTimeOffset First => Runs.Select(r => r.NominalAt).Concat(Planned.Select(p => p.At)).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
}

/// <summary>A day of jobs: planned against actual.</summary>
/// <param name="From">Its beginning (UTC).</param>
/// <param name="To">Its end (UTC).</param>
/// <param name="Lanes">Jobs with something in it, by first time.</param>
/// <param name="Windows">Every maintenance window within it.</param>
/// <param name="Shifts">Shifts that touch it, by desk and time.</param>
/// <param name="IsCut">More runs than <see cref="RunDay.MostRuns"/>: the latest ones are missing.</param>
public sealed record RunDayView(
    DateTimeOffset From, DateTimeOffset To, IReadOnlyList<DayLane> Lanes, IReadOnlyList<DaySpan> Windows, IReadOnlyList<DayShift> Shifts, bool IsCut)
{
    /// <summary>Nothing read yet.</summary>
    public static RunDayView Empty { get; } = new(DateTimeOffset.MinValue, DateTimeOffset.MinValue, [], [], [], false);
}
