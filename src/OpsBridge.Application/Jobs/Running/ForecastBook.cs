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
    private readonly Dictionary<Guid, CalendarRules> _calendars;
    private readonly DateTimeOffset _now;

    private ForecastBook(IEnumerable<Job> jobs, IEnumerable<JobRun> recent, Dictionary<Guid, PastDurations> past, Dictionary<Guid, CalendarRules> calendars, DateTimeOffset now) =>
        (_jobs, _recent, _past, _calendars, _now) = (jobs.ToDictionary(j => j.Id), recent.OrderBy(r => r.NominalAt).ToLookup(r => r.JobId), past, calendars, now);

    /// <summary>Holds that are imagined: job → until when (UTC).</summary>
    public Dictionary<Guid, DateTimeOffset> Imagined { get; } = [];

    /// <summary>The jobs in use.</summary>
    public IReadOnlyCollection<Job> Jobs => _jobs.Values;

    /// <summary>The moment for which it is true (UTC).</summary>
    public DateTimeOffset Now => _now;

    /// <summary>What is given.</summary>
    public static ForecastBook Of(IEnumerable<Job> jobs, IEnumerable<JobRun> recent, IEnumerable<PastDurations> past, DateTimeOffset now) =>
        new(jobs, recent, past.ToDictionary(p => p.JobId), [], now);

    /// <summary>Reads jobs, their runs of the last three days and their usual durations.</summary>
    /// <param name="db">A context.</param>
    /// <param name="now">The moment (UTC).</param>
    /// <param name="ct">Ends the wait.</param>
    /// <param name="of">Of which jobs runs and durations are wanted; null for all.</param>
    public static async Task<ForecastBook> ReadAsync(OpsDbContext db, DateTimeOffset now, CancellationToken ct, Func<IReadOnlyDictionary<Guid, Job>, IEnumerable<Guid>>? of = null)
    {
        var jobs = await db.Set<Job>().Where(j => j.RetiredAt == null).ToDictionaryAsync(j => j.Id, ct);
        var all = of is null;
        var wanted = of is null ? [.. jobs.Keys] : of(jobs).Distinct().ToArray();
        var since = now.AddDays(-3);
        var runs = await db.Set<JobRun>().AsNoTracking()
            .Where(r => (all || wanted.Contains(r.JobId)) && (r.NominalAt > since || r.State == RunState.Waiting || r.State == RunState.Running || r.State == RunState.Asking)).ToListAsync(ct);
        var calendars = await db.Set<JobCalendar>().AsNoTracking().ToDictionaryAsync(c => c.Id, c => new CalendarRules(c.Details), ct);
        return new ForecastBook(jobs.Values, runs, await PastDurations.ReadAsync(db, wanted, now, ct), calendars, now);
    }

    /// <summary>What is known of a job's durations.</summary>
    public PastDurations? Past(Guid job) => _past.GetValueOrDefault(job);

    /// <summary>The runs of a job in the last three days and those that are open, oldest first.</summary>
    public IReadOnlyList<JobRun> Recent(Guid job) => [.. _recent[job]];

    /// <summary>The job in use; null when there is none.</summary>
    public Job? Find(Guid job) => _jobs.GetValueOrDefault(job);

    /// <summary>The nominal times of a job after a moment (UTC) that its calendar leaves in.</summary>
    public IEnumerable<DateTimeOffset> Fires(Job job, DateTimeOffset after) => FireTimes
        .After(job.Schedule, job.Details.CalendarId is { } id ? _calendars.GetValueOrDefault(id) : null, after)
        .Where(f => f.ExcludedBy is null).Select(f => f.At);

    /// <summary>Whether the calendar of a job forbids a start at a moment (UTC).</summary>
    public bool IsExcluded(Job job, DateTimeOffset at) => job.Details.CalendarId is { } id && _calendars.GetValueOrDefault(id)?.ExcludedBy(at) is not null;

    /// <summary>When a start at a moment (UTC) happens under the pauses and imagined holds of the job; null when it is left out and none follows.</summary>
    public DateTimeOffset? Freed(Job job, DateTimeOffset at)
    {
        var free = Imagined.TryGetValue(job.Id, out var held) ? Later(held, job.PausedUntil ?? held) : job.PausedUntil;
        return free > at ? AfterPause(job, at, free.Value) : at;
    }

    /// <summary>The run that runs or comes next, as far as it can be known; null when none is to come.</summary>
    public ExpectedRun? Expect(Guid id) => Expect(id, []);

    private ExpectedRun? Expect(Guid id, HashSet<Guid> path)
    {
        if (!_jobs.TryGetValue(id, out var job) || !path.Add(id))
        {
            return null;
        }

        var usual = _past.GetValueOrDefault(id)?.Usual ?? TimeSpan.Zero;
        var open = _recent[id].Where(r => r.State is RunState.Running or RunState.Waiting).ToList();
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
        return start is { } at ? Freed(job, at) : null;
    }

    /// <summary>A job that catches up starts when its pause ends; another one at its next nominal time.</summary>
    private DateTimeOffset? AfterPause(Job job, DateTimeOffset at, DateTimeOffset free) => job.Details.CatchUp is CatchUp.Last or CatchUp.AllInOrder
        ? free
        : job.Schedule is AfterSchedule ? null : Fires(job, free.AddTicks(-1)).Select(f => (DateTimeOffset?)f).FirstOrDefault();

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
