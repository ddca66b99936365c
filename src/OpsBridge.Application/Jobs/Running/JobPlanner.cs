using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Jobs.Schedules;
using OpsBridge.Kernel;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs.Running;

/// <summary>Turns nominal times that have come into runs, under the locks of their jobs.</summary>
public sealed class JobPlanner(ISuppressions suppressions)
{
    /// <summary>Deals with everything due of these jobs, which the caller has locked in a transaction; the caller saves and commits.</summary>
    /// <returns>How many runs were made.</returns>
    internal async Task<int> PlanAsync(OpsDbContext db, IReadOnlyList<Job> jobs, DateTimeOffset now, CancellationToken ct)
    {
        var calendars = await CalendarsAsync(db, jobs, ct);
        var open = await OpenAsync(db, jobs, ct);
        var covered = await CoveredAsync(db, jobs, now, ct);
        var made = new List<(Job Job, DuePlan Plan)>();
        foreach (var job in jobs.Where(j => j.NextAt <= now))
        {
            var plan = DuePlan.Of(Facts(job));
            job.Advance(plan.NextAt);
            made.Add((job, plan));
        }

        await StoreAsync(db, made, now, ct);
        foreach (var job in jobs.Where(j => j.PausedUntil <= now))
        {
            await EndPauseAsync(db, job, now, ct);
            db.Add(TimelineEntry.Record(now, JobHistory.Self, JobHistory.Of(job, "resumed", $"the pause of job {job.Name} ended")));
        }

        return made.Sum(m => m.Plan.Runs.Count);

        DueFacts Facts(Job job) => new(
            job,
            job.Details.CalendarId is { } calendar ? calendars.GetValueOrDefault(calendar) : null,
            open.GetValueOrDefault(job.Id) ?? [],
            job.Details.OnlyWhile == OnlyWhile.Always ? null : covered.Contains(job.Details.AssetId ?? default),
            now);
    }

    /// <summary>Makes the run of a job after another, in the transaction that ends the run before it.</summary>
    internal async Task FollowAsync(OpsDbContext db, Job job, JobRun before, DateTimeOffset at, DateTimeOffset now, CancellationToken ct)
    {
        var calendars = await CalendarsAsync(db, [job], ct);
        var open = await OpenAsync(db, [job], ct);
        var covered = await CoveredAsync(db, [job], now, ct);
        var facts = new DueFacts(
            job,
            job.Details.CalendarId is { } id ? calendars.GetValueOrDefault(id) : null,
            open.GetValueOrDefault(job.Id) ?? [],
            job.Details.OnlyWhile == OnlyWhile.Always ? null : covered.Contains(job.Details.AssetId ?? default),
            now);
        var plan = DuePlan.OfOne(facts, at);
        await StoreAsync(db, [(job, plan with { Runs = [.. plan.Runs.Select(r => Chained(r, before, at > now ? at : null))] })], now, ct);
    }

    /// <summary>Ends a pause or hold of a locked job, and catches up what was missed meanwhile as the job says.</summary>
    internal static async Task EndPauseAsync(OpsDbContext db, Job job, DateTimeOffset now, CancellationToken ct)
    {
        var since = job.PausedAt;
        job.Resume();
        var missed = await db.Set<JobRun>()
            .Where(r => r.JobId == job.Id && r.State == RunState.Missed && (r.Cause == MissCause.Paused || r.Cause == MissCause.Held) && r.NominalAt >= since)
            .OrderBy(r => r.NominalAt).ToListAsync(ct);
        DuePlan.CatchUpOn(job.Details, missed);
        if (JobAlarms.MissedSignal(job, [.. missed.Where(r => r.State == RunState.Asking)], now) is { } asks)
        {
            await JobAlarms.ApplyAsync(db, [asks], ct);
        }
    }

    private static JobRun Chained(JobRun run, JobRun before, DateTimeOffset? waitsUntil) => new()
    {
        Id = run.Id,
        JobId = run.JobId,
        NominalAt = run.NominalAt,
        Origin = RunOrigin.Chain,
        JobNumber = run.JobNumber,
        AfterRunId = before.Id,
        State = run.State,
        Cause = run.Cause,
        Alone = run.Alone,
        RetryAt = waitsUntil,
        EndedAt = run.EndedAt,
        Summary = run.Summary,
    };

    private static async Task StoreAsync(OpsDbContext db, IReadOnlyList<(Job Job, DuePlan Plan)> made, DateTimeOffset now, CancellationToken ct)
    {
        await RunRows.InsertAsync(db, [.. made.SelectMany(m => m.Plan.Runs)], ct);
        foreach (var (job, plan) in made.Where(m => m.Plan.CancelOld))
        {
            await CancelOldAsync(db, job, plan.Runs[^1], now, ct);
        }

        var alarms = new List<AlertSignal>();
        foreach (var (job, plan) in made)
        {
            var missed = plan.Runs.Where(r => r.Cause is not null).ToList();
            db.AddRange(missed.Select(r => TimelineEntry.Record(now, JobHistory.Self, JobHistory.Of(job, r, "missed", $"{job.Name} missed its start of {r.NominalAt:yyyy-MM-dd HH:mm:ss} UTC: {r.Summary}"))));
            missed.ForEach(r => JobMetrics.Missed.Add(1, new KeyValuePair<string, object?>("cause", r.Cause.ToString())));
            if (JobAlarms.MissedSignal(job, missed, now) is { } alarm)
            {
                alarms.Add(alarm);
            }
        }

        await JobAlarms.ApplyAsync(db, alarms, ct);
    }

    private static async Task CancelOldAsync(OpsDbContext db, Job job, JobRun by, DateTimeOffset now, CancellationToken ct)
    {
        var name = $"the run of {by.NominalAt:yyyy-MM-dd HH:mm:ss} UTC";
        var old = db.Set<JobRun>().Where(r => r.JobId == job.Id && r.Id != by.Id && r.NominalAt < by.NominalAt);
        await old.Where(r => r.State == RunState.Waiting).ExecuteUpdateAsync(
            u => u.SetProperty(r => r.State, RunState.Cancelled).SetProperty(r => r.CancelledBy, name).SetProperty(r => r.EndedAt, now).SetProperty(r => r.Summary, $"cancelled by {name} before it ran"),
            ct);
        await old.Where(r => r.State == RunState.Running && r.CancelledBy == null).ExecuteUpdateAsync(u => u.SetProperty(r => r.CancelledBy, name), ct);
    }

    private static async Task<Dictionary<Guid, CalendarRules>> CalendarsAsync(OpsDbContext db, IReadOnlyList<Job> jobs, CancellationToken ct)
    {
        var ids = jobs.Select(j => j.Details.CalendarId).OfType<Guid>().Distinct().ToList();
        return ids.Count == 0
            ? []
            : await db.Set<JobCalendar>().AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => new CalendarRules(c.Details), ct);
    }

    private static async Task<Dictionary<Guid, List<JobRun>>> OpenAsync(OpsDbContext db, IReadOnlyList<Job> jobs, CancellationToken ct)
    {
        var ids = jobs.Select(j => j.Id).ToList();
        var rows = await db.Set<JobRun>().AsNoTracking()
            .Where(r => ids.Contains(r.JobId) && (r.State == RunState.Waiting || r.State == RunState.Running))
            .OrderBy(r => r.NominalAt).ToListAsync(ct);
        return rows.GroupBy(r => r.JobId).ToDictionary(g => g.Key, g => g.ToList());
    }

    /// <summary>The assets among those of the jobs which a maintenance window covers now.</summary>
    private async Task<HashSet<Guid>> CoveredAsync(OpsDbContext db, IReadOnlyList<Job> jobs, DateTimeOffset now, CancellationToken ct)
    {
        var ids = jobs.Where(j => j.Details.OnlyWhile != OnlyWhile.Always).Select(j => j.Details.AssetId).OfType<Guid>().Distinct().ToList();
        if (ids.Count == 0)
        {
            return [];
        }

        var assets = await db.Set<Asset>().AsNoTracking().Where(a => ids.Contains(a.Id)).Select(a => new { a.Id, a.Name, a.SiteId }).ToListAsync(ct);
        var set = await suppressions.CurrentAsync(ct);
        return [.. assets
            .Where(a => set.For(new SuppressionTarget(Labels.Of(("asset", a.Name)), a.Id, a.SiteId, now)).Any(s => s.Kind == SuppressorKind.Window))
            .Select(a => a.Id)];
    }
}
