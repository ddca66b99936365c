using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Jobs.Schedules;
using OpsBridge.Live;

namespace OpsBridge.Jobs;

/// <summary>Jobs as they stand.</summary>
/// <param name="Rows">Those that the filter wants: what needs somebody first, then what runs, then by next start and name.</param>
/// <param name="Counts">How many each view by state would show, with the rest of the filter.</param>
/// <param name="Total">All jobs in use.</param>
public sealed record JobListView(IReadOnlyList<JobRow> Rows, IReadOnlyDictionary<JobShow, int> Counts, int Total)
{
    /// <summary>Nothing read yet.</summary>
    public static JobListView Empty { get; } = new([], new Dictionary<JobShow, int>(), 0);
}

/// <summary>Reads the jobs in use.</summary>
public interface IJobList
{
    /// <summary>Jobs by filter; read once per change for all screens of the process.</summary>
    Task<JobListView> ReadAsync(JobFilter filter, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IJobList"/>
public sealed class JobList : IJobList, IDisposable
{
    private static readonly TimeSpan s_lately = TimeSpan.FromHours(24);
    private readonly IDbContextFactory<OpsDbContext> _contexts;
    private readonly TimeProvider _clock;
    private readonly SharedView<IReadOnlyList<JobRow>> _view;

    /// <summary>A list that reads nothing before it is asked.</summary>
    public JobList(IDbContextFactory<OpsDbContext> contexts, LiveFeed feed, TimeProvider clock)
    {
        (_contexts, _clock) = (contexts, clock);
        _view = new SharedView<IReadOnlyList<JobRow>>(feed, Topics, ReadAsync);
    }

    /// <summary>Tables whose change changes the list.</summary>
    public static IReadOnlyList<string> Topics { get; } = ["jobs", "job_runs", "assets", "sites"];

    /// <inheritdoc />
    public async Task<JobListView> ReadAsync(JobFilter filter, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewJobs);
        var all = await _view.GetAsync(ct);
        var rest = all.Where(filter.FitsRest).ToList();
        var counts = Enum.GetValues<JobShow>().ToDictionary(s => s, s => rest.Count(r => JobFilter.FitsShow(s, r)));
        return new JobListView([.. rest.Where(r => JobFilter.FitsShow(filter.Show, r))], counts, all.Count);
    }

    /// <inheritdoc />
    public void Dispose() => _view.Dispose();

    private async Task<IReadOnlyList<JobRow>> ReadAsync(CancellationToken ct)
    {
        await using var db = await _contexts.CreateDbContextAsync(ct);
        var jobs = await db.Set<Job>().AsNoTracking().Where(j => j.RetiredAt == null || db.Set<JobRun>().Any(r => r.JobId == j.Id && r.State == RunState.Running)).ToListAsync(ct);
        var pasts = (await JobPast.ReadAsync(db, ct)).ToDictionary(p => p.JobId);
        var last = pasts.Values.Select(p => p.LastId).OfType<Guid>().ToArray();
        var runs = await db.Set<JobRun>().AsNoTracking()
            .Where(r => last.Contains(r.Id) || r.State == RunState.Waiting || r.State == RunState.Running || r.State == RunState.Asking)
            .Select(RunBrief.Of).ToListAsync(ct);
        var lately = await LatelyAsync(db, ct);
        var assets = await AssetsAsync(db, jobs, ct);
        var names = jobs.ToDictionary(j => j.Id, j => j.Name);
        var byJob = runs.ToLookup(r => r.JobId);
        return [.. jobs.Select(j => Row(j, byJob[j.Id], pasts.GetValueOrDefault(j.Id)) with
            {
                AssetName = j.Details.AssetId is { } asset ? assets.GetValueOrDefault(asset)?.Name : null,
                SiteId = j.Details.AssetId is { } its ? assets.GetValueOrDefault(its)?.SiteId : null,
                SiteName = j.Details.AssetId is { } there ? assets.GetValueOrDefault(there)?.SiteName : null,
                AfterName = j.Schedule is AfterSchedule after ? names.GetValueOrDefault(after.JobId) : null,
                Missed = lately.GetValueOrDefault(j.Id)?.Missed ?? 0,
                Failed = lately.GetValueOrDefault(j.Id)?.Failed ?? 0,
            })
            .OrderBy(r => r.InTrouble ? r.News : r.Open.Count > 0 ? JobNews.Running : JobNews.Good)
            .ThenBy(r => r.NextAt ?? DateTimeOffset.MaxValue).ThenBy(r => r.Name, StringComparer.OrdinalIgnoreCase)];
    }

    internal static JobRow Row(Job job, IEnumerable<RunBrief> runs, JobPast? past)
    {
        var known = runs.OrderByDescending(r => r.NominalAt).ToList();
        return new JobRow(job.Id, job.Details)
        {
            Number = job.Number,
            NextAt = job.NextAt,
            RetiredAt = job.RetiredAt,
            PausedAt = job.PausedAt,
            PausedUntil = job.PausedUntil,
            PausedBy = job.PausedBy,
            PausedWhy = job.PausedWhy,
            Held = job.Held,
            ReleasedBy = job.ReleasedBy,
            ChangedBy = job.ChangedBy,
            ChangedAt = job.ChangedAt,
            Open = [.. known.Where(r => !r.HasEnded)],
            Last = known.FirstOrDefault(r => r.Id == past?.LastId),
            Durations = past?.Durations ?? [],
            Typical = past?.Typical is { } typical ? TimeSpan.FromMilliseconds(typical) : null,
            LastGoodAt = past?.LastGoodAt,
        };
    }

    private async Task<Dictionary<Guid, Lately>> LatelyAsync(OpsDbContext db, CancellationToken ct)
    {
        var since = _clock.GetUtcNow() - s_lately;
        RunState[] counted = [RunState.Missed, RunState.Failed, RunState.TimedOut, RunState.Lost];
        return await db.Set<JobRun>()
            .Where(r => r.NominalAt > since && counted.Contains(r.State) && (r.State != RunState.Missed || r.Cause == MissCause.Down || r.Cause == MissCause.Blocked))
            .GroupBy(r => r.JobId)
            .Select(g => new Lately(g.Key, g.Count(r => r.State == RunState.Missed), g.Count(r => r.State != RunState.Missed)))
            .ToDictionaryAsync(l => l.JobId, ct);
    }

    private static async Task<Dictionary<Guid, JobAsset>> AssetsAsync(OpsDbContext db, List<Job> jobs, CancellationToken ct)
    {
        var ids = jobs.Select(j => j.Details.AssetId).OfType<Guid>().Distinct().ToArray();
        return await (from a in db.Set<Asset>()
                      join s in db.Set<Site>() on a.SiteId equals s.Id
                      where ids.Contains(a.Id)
                      select new JobAsset(a.Id, a.Name, s.Id, s.Name)).ToDictionaryAsync(a => a.Id, ct);
    }

    private sealed record Lately(Guid JobId, int Missed, int Failed);

    private sealed record JobAsset(Guid Id, string Name, Guid SiteId, string SiteName);
}
