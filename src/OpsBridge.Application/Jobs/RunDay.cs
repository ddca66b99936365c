using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Jobs.Schedules;
using OpsBridge.Maintenance;
using OpsBridge.Shifts;

namespace OpsBridge.Jobs;

/// <summary>Reads a day of jobs.</summary>
public interface IRunDay
{
    /// <summary>Everything between two moments, at most 50 hours apart.</summary>
    Task<RunDayView> ReadAsync(DateTimeOffset from, DateTimeOffset to, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IRunDay"/>
public sealed class RunDay(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock) : IRunDay
{
    /// <summary>Most runs of one answer.</summary>
    public const int MostRuns = 20_000;

    private const int MostPlanned = 300;
    private const int MostStretches = 50;

    /// <summary>A run that began before the day may still work in it; longer ago none can, by the longest time-out.</summary>
    private static readonly TimeSpan s_longestRun = TimeSpan.FromDays(7);

    /// <inheritdoc />
    public async Task<RunDayView> ReadAsync(DateTimeOffset from, DateTimeOffset to, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewJobs);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (since, before) = (from - s_longestRun, from);
        var runs = await db.Set<JobRun>().AsNoTracking()
            .Where(r => (r.NominalAt >= from && r.NominalAt < to)
                || (r.NominalAt >= since && r.NominalAt < before && r.StartedAt != null && (r.EndedAt == null || r.EndedAt > from) && r.StartedAt < to))
            .OrderBy(r => r.NominalAt).Take(MostRuns + 1).Select(RunBrief.Of).ToListAsync(ct);
        var cut = runs.Count > MostRuns;
        var touched = runs.Select(r => r.JobId).Distinct().ToArray();
        var jobs = await db.Set<Job>().AsNoTracking().Where(j => j.RetiredAt == null || touched.Contains(j.Id)).ToListAsync(ct);
        var windows = await WindowsAsync(db, from, to, ct);
        var lanes = await LanesAsync(db, jobs, runs.Take(MostRuns).ToLookup(r => r.JobId), windows, (from, to), ct);
        return new RunDayView(from, to, [.. DayOverlaps.Mark(lanes, jobs, clock.GetUtcNow()).OrderBy(l => l.First).ThenBy(l => l.Name, StringComparer.OrdinalIgnoreCase)],
            [.. windows.SelectMany(w => w.Spans).OrderBy(s => s.From)], await ShiftsAsync(db, from, to, ct), cut);
    }

    private async Task<List<DayLane>> LanesAsync(
        OpsDbContext db, List<Job> jobs, ILookup<Guid, RunBrief> runs, IReadOnlyList<Covering> windows, (DateTimeOffset From, DateTimeOffset To) day, CancellationToken ct)
    {
        var calendars = (await db.Set<JobCalendar>().AsNoTracking().ToListAsync(ct)).ToDictionary(c => c.Id, c => new CalendarRules(c.Details));
        var typical = (await JobPast.ReadAsync(db, ct)).ToDictionary(p => p.JobId, p => p.Typical);
        var ids = jobs.Select(j => j.Details.AssetId).OfType<Guid>().Distinct().ToArray();
        var assets = await db.Set<Asset>().Where(a => ids.Contains(a.Id)).Select(a => new { a.Id, a.Name, a.SiteId }).ToDictionaryAsync(a => a.Id, ct);
        var now = clock.GetUtcNow();
        var lanes = new List<DayLane>();
        foreach (var job in jobs)
        {
            var rules = job.Details.CalendarId is { } calendar ? calendars.GetValueOrDefault(calendar) : null;
            var planned = job.RetiredAt is null ? Planned(job, rules, day.From > now ? day.From.AddTicks(-1) : now, day.To) : [];
            List<RunBrief> own = [.. runs[job.Id]];
            if (own.Count + planned.Count > 0)
            {
                var asset = job.Details.AssetId is { } id ? assets.GetValueOrDefault(id) : null;
                lanes.Add(new DayLane(job.Id, job.Name, own, planned)
                {
                    AssetName = asset?.Name,
                    Typical = typical.GetValueOrDefault(job.Id) is { } ms ? TimeSpan.FromMilliseconds(ms) : null,
                    IsPaused = job.PausedAt is not null,
                    Windows = asset is null ? [] : [.. windows.Where(w => w.Covers(asset.Id, asset.SiteId)).SelectMany(w => w.Spans)],
                });
            }
        }

        return lanes;
    }

    private static List<DayFire> Planned(Job job, CalendarRules? rules, DateTimeOffset after, DateTimeOffset to) =>
        [.. FireTimes.After(job.Schedule, rules, after).TakeWhile(f => f.At < to).Take(MostPlanned).Select(f => new DayFire(f.At, f.Note, f.ExcludedBy))];

    /// <summary>Windows that name no label condition: those cover assets and sites as a whole.</summary>
    private static async Task<IReadOnlyList<Covering>> WindowsAsync(OpsDbContext db, DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        var planned = await PlannedWindow.ReadAsync(db, from, ct);
        return [.. planned.Where(p => p.Window.CancelledAt is null)
            .Select(p => new Covering(p.Scope, [.. p.Schedule.EndingAfter(from).TakeWhile(s => s.Start < to).Take(MostStretches).Select(s => new DaySpan(s.Start, s.End, p.Window.Name))]))
            .Where(c => c.Spans.Count > 0)];
    }

    private static async Task<IReadOnlyList<DayShift>> ShiftsAsync(OpsDbContext db, DateTimeOffset from, DateTimeOffset to, CancellationToken ct) =>
        await (from s in db.Set<Shift>()
               join d in db.Set<Desk>() on s.DeskId equals d.Id
               where s.EndsAt > @from && s.StartsAt < to && d.RetiredAt == null
               orderby d.Name, s.StartsAt
               select new DayShift(s.StartsAt, s.EndsAt, s.Name, d.Name)).ToListAsync(ct);

    private sealed record Covering(QuickScope Scope, IReadOnlyList<DaySpan> Spans)
    {
        public bool Covers(Guid asset, Guid site) =>
            (Scope.Assets is not null || Scope.SiteId is not null) && Scope.Matchers.Count == 0
            && (Scope.Assets?.Contains(asset) ?? true) && (Scope.SiteId is not { } its || its == site);
    }
}
