using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs.Pings;

/// <summary>Makes a reported job, or changes one; from a form with everything, or from a program with what it wants of it.</summary>
public sealed class SaveReportedJob(ReportedJobChange changes, IOptions<PingsOptions> options)
{
    /// <summary>Makes one, or changes the one that the person saw.</summary>
    /// <param name="id">The job; null for a new one.</param>
    /// <param name="seen">The version that was seen; 0 for a new one.</param>
    /// <param name="details">Everything about it.</param>
    /// <param name="actor">Who.</param>
    /// <param name="ct">Gives up.</param>
    public Task<SaveReportedJobResult> HandleAsync(Guid? id, int seen, ReportedJobDetails details, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditJobs);
        return id is { } known
            ? changes.OfAsync<SaveReportedJobResult>(
                known,
                new SaveReportedJobResult.NotFound(),
                async (db, job, now) => job.Revision == seen ? await ChangeAsync(db, job, details, actor, now, ct) : new SaveReportedJobResult.Stale(),
                ct)
            : changes.ApplyAsync((db, now) => CreateAsync(db, details, actor, now, ct), ct);
    }

    /// <summary>Makes one or changes the one that is meant.</summary>
    /// <param name="id">The job to change; null to find it by the wish's unique fields or make it.</param>
    /// <param name="wish">What is wanted of it.</param>
    /// <param name="actor">Whose key.</param>
    /// <param name="ct">Gives up.</param>
    public Task<SaveReportedJobResult> HandleAsync(Guid? id, ReportedJobWish wish, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditJobs);
        return id is { } known
            ? changes.OfAsync<SaveReportedJobResult>(known, new SaveReportedJobResult.NotFound(), (db, job, now) => ChangeAsync(db, job, wish.Over(job.Details), actor, now, ct), ct)
            : changes.ApplyAsync((db, now) => FindOrCreateAsync(db, wish, actor, now, ct), ct);
    }

    private async Task<SaveReportedJobResult> FindOrCreateAsync(OpsDbContext db, ReportedJobWish wish, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        if (wish.Unique.Count > 0)
        {
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({AdvisoryLocks.ReportedJobs})", ct);
            var all = await db.Set<ReportedJob>().AsNoTracking().OrderBy(j => j.Id).Select(j => new { j.Id, j.Details }).ToListAsync(ct);
            if (all.Find(j => wish.Means(j.Details)) is { } found && await ReportedJobChange.LockAsync(db, found.Id, ct) is { } job)
            {
                return await ChangeAsync(db, job, wish.Over(job.Details), actor, now, ct);
            }
        }

        return await CreateAsync(db, wish.Over(new ReportedJobDetails("")), actor, now, ct);
    }

    private async Task<SaveReportedJobResult> CreateAsync(OpsDbContext db, ReportedJobDetails details, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        if (await RefuseAsync(db, details, ct) is { } refused)
        {
            return refused;
        }

        if (await db.Set<ReportedJob>().CountAsync(ct) >= options.Value.JobLimit)
        {
            return new SaveReportedJobResult.TooMany(options.Value.JobLimit);
        }

        var job = ReportedJob.Create(details, now);
        db.Add(job);
        db.Add(TimelineEntry.Record(now, actor, PingHistory.Of(job, "created", $"created reported job {job.Title}") with { After = PingHistory.Facts(job.Details) }));
        return new SaveReportedJobResult.Done(job.Id, job.Revision, Created: true);
    }

    private async Task<SaveReportedJobResult> ChangeAsync(OpsDbContext db, ReportedJob job, ReportedJobDetails details, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        if (await RefuseAsync(db, details, ct) is { } refused)
        {
            return refused;
        }

        var before = job.Details;
        if (before == details.Normalized())
        {
            return new SaveReportedJobResult.Done(job.Id, job.Revision, Created: false);
        }

        job.Change(details);
        if (PingHistory.Changed(job, before) is { } happening)
        {
            db.Add(TimelineEntry.Record(now, actor, happening));
        }

        if (job.State == ReportedJobState.Down)
        {
            await ReportedJobChange.TellAsync(db, job, output: null, now, ct); // its open alert follows name, severity and asset
        }

        return new SaveReportedJobResult.Done(job.Id, job.Revision, Created: false);
    }

    private async Task<SaveReportedJobResult?> RefuseAsync(OpsDbContext db, ReportedJobDetails details, CancellationToken ct)
    {
        var errors = new Dictionary<string, string>(details.Validate(options.Value.Shortest), StringComparer.Ordinal);
        if (details.AssetId is { } asset && !await db.Set<Asset>().AnyAsync(a => a.Id == asset, ct))
        {
            errors[nameof(ReportedJobDetails.AssetId)] = "There is no such asset.";
        }

        if (details.DeskId is { } desk && !await db.Set<Desk>().AnyAsync(d => d.Id == desk, ct))
        {
            errors[nameof(ReportedJobDetails.DeskId)] = "There is no such desk.";
        }

        return errors.Count == 0 ? null : new SaveReportedJobResult.Invalid(errors);
    }
}

/// <summary>Answer of <see cref="SaveReportedJob"/>.</summary>
public abstract record SaveReportedJobResult
{
    /// <summary>It is as wanted.</summary>
    /// <param name="Id">The job.</param>
    /// <param name="Revision">Its version now.</param>
    /// <param name="Created">It is new.</param>
    public sealed record Done(Guid Id, int Revision, bool Created) : SaveReportedJobResult;

    /// <summary>Somebody changed it since it was seen; nothing was stored.</summary>
    public sealed record Stale : SaveReportedJobResult;

    /// <summary>No such job.</summary>
    public sealed record NotFound : SaveReportedJobResult;

    /// <summary>There are as many jobs as may be.</summary>
    /// <param name="Limit">How many.</param>
    public sealed record TooMany(int Limit) : SaveReportedJobResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Errors">Plain words by field of <see cref="ReportedJobDetails"/>.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : SaveReportedJobResult;
}
