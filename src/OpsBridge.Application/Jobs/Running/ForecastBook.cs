using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Jobs.Schedules;

namespace OpsBridge.Jobs.Running;

/// <summary>When the next or present run of a job is expected.</summary>
/// <param name="Start">Its begin (UTC), past for one that runs.</param>
/// <param name="End">Its end (UTC), from the usual duration.</param>
internal sealed record ExpectedRun(DateTimeOffset Start, DateTimeOffset End);

/// <summary>What is known of all jobs in use at a moment, to foretell ends: schedules, chains, what runs, how long it usually takes.</summary>
internal sealed class ForecastBook
{
    private readonly Dictionary<Guid, Job> _jobs;
    private readonly ILookup<Guid, JobRun> _recent;
    private readonly Dictionary<Guid, PastDurations> _past;
    private readonly DateTimeOffset _now;

    private ForecastBook(Dictionary<Guid, Job> jobs, ILookup<Guid, JobRun> recent, Dictionary<Guid, PastDurations> past, DateTimeOffset now) =>
        (_jobs, _recent, _past, _now) = (jobs, recent, past, now);

    /// <summary>Holds that are imagined: job → until when (UTC).</summary>
    public Dictionary<Guid, DateTimeOffset> Imagined { get; } = [];

    /// <summary>The jobs in use.</summary>
    public IReadOnlyCollection<Job> Jobs => _jobs.Values;

    /// <summary>Reads jobs, their runs of the last three days and their usual durations.</summary>
    public static async Task<ForecastBook> ReadAsync(OpsDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        var jobs = await db.Set<Job>().Where(j => j.RetiredAt == null).ToDictionaryAsync(j => j.Id, ct);
        var since = now.AddDays(-3);
        var runs = await db.Set<JobRun>().AsNoTracking()
            .Where(r => r.NominalAt > since || r.State == RunState.Waiting || r.State == RunState.Running || r.State == RunState.Asking).ToListAsync(ct);
        return new ForecastBook(jobs, runs.ToLookup(r => r.JobId), await PastDurations.ReadAsync(db, jobs.Keys, now, ct), now);
    }

    /// <summary>What is known of a job's durations.</summary>
    public PastDurations? Past(Guid job) => _past.GetValueOrDefault(job);

    /// <summary>The runs of a job in the last three days and those that are open, oldest first.</summary>
    public IReadOnlyList<JobRun> Recent(Guid job) => [.. _recent[job].OrderBy(r => r.NominalAt)];

    /// <summary>The run that runs or comes next, as far as it can be known; null when none is to come.</summary>
    public ExpectedRun? Expect(Guid id) => Expect(id, []);

    private ExpectedRun? Expect(Guid id, HashSet<Guid> path)
    {
        if (!_jobs.TryGetValue(id, out var job) || !path.Add(id))
        {
            return null;
        }

        var usual = _past.GetValueOrDefault(id)?.Usual ?? TimeSpan.Zero;
        var open = _recent[id].Where(r => r.State is RunState.Running or RunState.Waiting).OrderBy(r => r.NominalAt).ToList();
        if (open.Find(r => r.State == RunState.Running) is { StartedAt: { } started })
        {
            return new ExpectedRun(started, Later(started + usual, _now));
        }

        var start = open.Count > 0 ? Later(open[0].RetryAt ?? _now, _now) : NextStart(job, path);
        return start is { } at ? new ExpectedRun(at, at + usual) : null;
    }

    private DateTimeOffset? NextStart(Job job, HashSet<Guid> path)
    {
        var start = job.Schedule is AfterSchedule after ? Expect(after.JobId, path)?.End + after.Delay : job.NextAt;
        var free = Imagined.TryGetValue(job.Id, out var held) ? Later(held, job.PausedUntil ?? held) : job.PausedUntil;
        return start is { } at && free > at ? AfterPause(job, at, free.Value) : start;
    }

    /// <summary>A job that catches up starts when its pause ends; another one at its next nominal time.</summary>
    private static DateTimeOffset? AfterPause(Job job, DateTimeOffset at, DateTimeOffset free) => job.Details.CatchUp is CatchUp.Last or CatchUp.AllInOrder
        ? free
        : job.Schedule is AfterSchedule ? at : FireTimes.Next(job.Schedule, null, free)?.At;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
