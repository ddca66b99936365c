using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Jobs.Schedules;

namespace OpsBridge.Jobs;

/// <summary>Which runs of a job are wanted.</summary>
public enum RunShow
{
    /// <summary>All.</summary>
    All,

    /// <summary>Failed, timed out, lost.</summary>
    Failed,

    /// <summary>Missed, whatever the cause, and those that ask.</summary>
    Missed,
}

/// <summary>One version of a job.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="At">When it was made (UTC).</param>
/// <param name="By">By whom.</param>
/// <param name="Details">What it says.</param>
public sealed record JobVersionRow(int Number, DateTimeOffset At, string By, JobDetails Details);

/// <summary>A job with its past.</summary>
/// <param name="Job">As the list shows it.</param>
/// <param name="Runs">The newest 200 that were asked for, newest nominal time first.</param>
/// <param name="Versions">Newest first.</param>
/// <param name="Next">Jobs that run after it, by name.</param>
/// <param name="RetiredAt">When it was taken out of use (UTC); null while in use.</param>
public sealed record JobSheetView(
    JobRow Job, IReadOnlyList<RunBrief> Runs, IReadOnlyList<JobVersionRow> Versions, IReadOnlyList<JobName> Next, DateTimeOffset? RetiredAt)
{
    /// <summary>Names of the assets, calendars and jobs that its versions speak of, by key; those that are gone have none.</summary>
    public IReadOnlyDictionary<Guid, string> Names { get; init; } = new Dictionary<Guid, string>();
}

/// <summary>A job by name.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Name">Its name.</param>
public sealed record JobName(Guid Id, string Name);

/// <summary>Reads one job.</summary>
public interface IJobSheet
{
    /// <summary>The job, also a retired one; null when there is none.</summary>
    Task<JobSheetView?> ReadAsync(Guid id, RunShow show, Actor actor, CancellationToken ct);

    /// <summary>A page of its runs, newest nominal time first; null when there is no such job.</summary>
    /// <param name="id">The job.</param>
    /// <param name="before">Only nominal times before this one (UTC); null for the newest.</param>
    /// <param name="take">1 to 500.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Gives up.</param>
    Task<IReadOnlyList<RunBrief>?> RunsAsync(Guid id, DateTimeOffset? before, int take, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IJobSheet"/>
public sealed class JobSheet(IDbContextFactory<OpsDbContext> contexts) : IJobSheet
{
    private const int MostRuns = 200;

    /// <inheritdoc />
    public async Task<JobSheetView?> ReadAsync(Guid id, RunShow show, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewJobs);
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<Job>().AsNoTracking().SingleOrDefaultAsync(j => j.Id == id, ct) is not { } job)
        {
            return null;
        }

        var past = await JobPast.OfAsync(db, id, ct);
        var runs = await Wanted(db.Set<JobRun>().AsNoTracking().Where(r => r.JobId == id), show)
            .OrderByDescending(r => r.NominalAt).Take(MostRuns).Select(RunBrief.Of).ToListAsync(ct);
        var known = await db.Set<JobRun>().AsNoTracking()
            .Where(r => r.JobId == id && (r.Id == past.LastId || r.State == RunState.Waiting || r.State == RunState.Running || r.State == RunState.Asking))
            .Select(RunBrief.Of).ToListAsync(ct);
        var versions = await db.Set<JobVersion>().AsNoTracking().Where(v => v.JobId == id).OrderByDescending(v => v.Number)
            .Select(v => new JobVersionRow(v.Number, v.At, v.ByName, v.Details)).ToListAsync(ct);
        return new JobSheetView(await NamedAsync(db, JobList.Row(job, known, past), ct), runs, versions, await AfterAsync(db, id, ct), job.RetiredAt)
        {
            Names = await NamesAsync(db, versions, ct),
        };
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<RunBrief>?> RunsAsync(Guid id, DateTimeOffset? before, int take, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewJobs);
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (!await db.Set<Job>().AnyAsync(j => j.Id == id, ct))
        {
            return null;
        }

        return await db.Set<JobRun>().AsNoTracking().Where(r => r.JobId == id && (before == null || r.NominalAt < before))
            .OrderByDescending(r => r.NominalAt).Take(take).Select(RunBrief.Of).ToListAsync(ct);
    }

    private static IQueryable<JobRun> Wanted(IQueryable<JobRun> runs, RunShow show) => show switch
    {
        RunShow.Failed => runs.Where(r => r.State == RunState.Failed || r.State == RunState.TimedOut || r.State == RunState.Lost),
        RunShow.Missed => runs.Where(r => r.State == RunState.Missed || r.State == RunState.Asking),
        _ => runs,
    };

    private static async Task<JobRow> NamedAsync(OpsDbContext db, JobRow row, CancellationToken ct)
    {
        var asset = row.Details.AssetId is not { } id ? null : await (
            from a in db.Set<Asset>()
            join s in db.Set<Site>() on a.SiteId equals s.Id
            where a.Id == id
            select new { a.Name, s.Id, Site = s.Name }).SingleOrDefaultAsync(ct);
        var after = row.Schedule is not AfterSchedule chained ? null
            : await db.Set<Job>().Where(j => j.Id == chained.JobId).Select(j => j.Name).SingleOrDefaultAsync(ct);
        return row with { AssetName = asset?.Name, SiteId = asset?.Id, SiteName = asset?.Site, AfterName = after };
    }

    private static async Task<Dictionary<Guid, string>> NamesAsync(OpsDbContext db, IReadOnlyList<JobVersionRow> versions, CancellationToken ct)
    {
        var keys = versions.SelectMany(v => v.Details.Mentions()).Distinct().ToArray();
        var assets = await db.Set<Asset>().Where(a => keys.Contains(a.Id)).Select(a => new JobName(a.Id, a.Name)).ToListAsync(ct);
        var calendars = await db.Set<JobCalendar>().Where(c => keys.Contains(c.Id)).Select(c => new JobName(c.Id, c.Name)).ToListAsync(ct);
        var jobs = await db.Set<Job>().Where(j => keys.Contains(j.Id)).Select(j => new JobName(j.Id, j.Name)).ToListAsync(ct);
        return assets.Concat(calendars).Concat(jobs).ToDictionary(n => n.Id, n => n.Name);
    }

    private static async Task<IReadOnlyList<JobName>> AfterAsync(OpsDbContext db, Guid id, CancellationToken ct)
    {
        var before = id.ToString();
        return await db.Database.SqlQuery<JobName>(
            $"""select id as "Id", name as "Name" from jobs where retired_at is null and details -> 'schedule' ->> 'jobId' = {before} order by lower(name)""").ToListAsync(ct);
    }
}
