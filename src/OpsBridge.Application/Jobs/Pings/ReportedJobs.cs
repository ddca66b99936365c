using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts;

namespace OpsBridge.Jobs.Pings;

/// <summary>Reads reported jobs.</summary>
public interface IReportedJobs
{
    /// <summary>All of them: what needs a look first, then by name.</summary>
    Task<IReadOnlyList<ReportedJobRow>> ReadAsync(Actor actor, CancellationToken ct);

    /// <summary>One by its key; null when there is none.</summary>
    Task<ReportedJobRow?> FindAsync(Guid id, Actor actor, CancellationToken ct);

    /// <summary>One by the id in its ping address; null when there is none.</summary>
    Task<ReportedJobRow?> FindByCodeAsync(Guid code, Actor actor, CancellationToken ct);

    /// <summary>Its last pings, newest first.</summary>
    /// <param name="id">The job.</param>
    /// <param name="before">Only pings with a smaller number; null from the last on.</param>
    /// <param name="size">How many, 1 to 1,000.</param>
    /// <param name="actor">Who reads.</param>
    /// <param name="ct">Gives up.</param>
    Task<IReadOnlyList<PingRow>> PingsAsync(Guid id, long? before, int size, Actor actor, CancellationToken ct);

    /// <summary>What was kept of the body of a ping; null for none.</summary>
    Task<byte[]?> BodyAsync(Guid id, long number, Actor actor, CancellationToken ct);

    /// <summary>Its changes of state, newest first, at most 1,000.</summary>
    /// <param name="id">The job.</param>
    /// <param name="from">Not before (UTC).</param>
    /// <param name="until">Before (UTC).</param>
    /// <param name="actor">Who reads.</param>
    /// <param name="ct">Gives up.</param>
    Task<IReadOnlyList<PingFlip>> FlipsAsync(Guid id, DateTimeOffset? from, DateTimeOffset? until, Actor actor, CancellationToken ct);

    /// <summary>Ping keys, those in use first.</summary>
    Task<IReadOnlyList<PingKeyRow>> KeysAsync(Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IReportedJobs"/>
public sealed class ReportedJobs(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock) : IReportedJobs
{
    private const int MostFlips = 1000;

    /// <inheritdoc />
    public async Task<IReadOnlyList<ReportedJobRow>> ReadAsync(Actor actor, CancellationToken ct)
    {
        var rows = await RowsAsync(jobs => jobs, actor, ct);
        return [.. rows.OrderByDescending(r => r.Word == ReportedJobWord.Down).ThenByDescending(r => r.NeedsLook).ThenBy(r => r.Title, StringComparer.OrdinalIgnoreCase)];
    }

    /// <inheritdoc />
    public async Task<ReportedJobRow?> FindAsync(Guid id, Actor actor, CancellationToken ct) =>
        await RowsAsync(jobs => jobs.Where(j => j.Id == id), actor, ct) is [var row] ? row : null;

    /// <inheritdoc />
    public async Task<ReportedJobRow?> FindByCodeAsync(Guid code, Actor actor, CancellationToken ct) =>
        await RowsAsync(jobs => jobs.Where(j => j.Code == code), actor, ct) is [var row] ? row : null;

    /// <inheritdoc />
    public async Task<IReadOnlyList<PingRow>> PingsAsync(Guid id, long? before, int size, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewJobs);
        var below = before ?? long.MaxValue;
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<Ping>().AsNoTracking().Where(p => p.JobId == id && p.Number < below).OrderByDescending(p => p.Number).Take(Math.Clamp(size, 1, 1000))
            .Select(p => new PingRow(p.Number, p.At, p.Kind)
            {
                ExitCode = p.ExitCode,
                Method = p.Method,
                Scheme = p.Scheme,
                RemoteAddress = p.RemoteAddress,
                UserAgent = p.UserAgent,
                RunId = p.RunId,
                Duration = p.Duration,
                BodyBytes = p.Body == null ? 0 : p.Body.Length,
            }).ToListAsync(ct);
    }

    /// <inheritdoc />
    public async Task<byte[]?> BodyAsync(Guid id, long number, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewJobs);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<Ping>().AsNoTracking().Where(p => p.JobId == id && p.Number == number).Select(p => p.Body).SingleOrDefaultAsync(ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<PingFlip>> FlipsAsync(Guid id, DateTimeOffset? from, DateTimeOffset? until, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewJobs);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var flips = db.Set<PingFlip>().AsNoTracking().Where(f => f.JobId == id);
        flips = from is null ? flips : flips.Where(f => f.At >= from);
        flips = until is null ? flips : flips.Where(f => f.At < until);
        return await flips.OrderByDescending(f => f.Number).Take(MostFlips).ToListAsync(ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<PingKeyRow>> KeysAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditJobs);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<PingKey>().AsNoTracking().OrderBy(k => k.RevokedAt != null).ThenByDescending(k => k.CreatedAt).Take(200)
            .Select(k => new PingKeyRow(k.Id, k.Name, k.Prefix, k.CreatedBy, k.CreatedAt, k.RevokedAt)).ToListAsync(ct);
    }

    /// <summary>Jobs as rows, in the order in which the database gives them.</summary>
    /// <param name="db">Where.</param>
    /// <param name="which">Which.</param>
    /// <param name="now">Now (UTC).</param>
    /// <param name="withCode">The reader may report for them.</param>
    /// <param name="ct">Gives up.</param>
    internal static async Task<IReadOnlyList<ReportedJobRow>> RowsAsync(OpsDbContext db, IQueryable<ReportedJob> which, DateTimeOffset now, bool withCode, CancellationToken ct)
    {
        var jobs = await which.AsNoTracking().ToListAsync(ct);
        var assetIds = jobs.Where(j => j.AssetId is not null).Select(j => j.AssetId!.Value).Distinct().ToArray();
        var assets = assetIds.Length == 0 ? [] : await db.Set<Asset>().Where(a => assetIds.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Name, ct);
        var desks = jobs.Exists(j => j.Details.DeskId is not null) ? await db.Set<Desk>().ToDictionaryAsync(d => d.Id, d => d.Name, ct) : [];
        return jobs.ConvertAll(j => Row(j, now) with
        {
            Code = withCode ? j.Code : Guid.Empty,
            AssetName = j.AssetId is { } asset ? assets.GetValueOrDefault(asset) : null,
            DeskName = j.Details.DeskId is { } desk ? desks.GetValueOrDefault(desk) : null,
        });
    }

    private async Task<IReadOnlyList<ReportedJobRow>> RowsAsync(Func<IQueryable<ReportedJob>, IQueryable<ReportedJob>> which, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewJobs);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await RowsAsync(db, which(db.Set<ReportedJob>()), clock.GetUtcNow(), actor.May(Permissions.EditJobs), ct);
    }

    private static ReportedJobRow Row(ReportedJob job, DateTimeOffset now) => new()
    {
        Id = job.Id,
        UniqueKey = UniqueKey(job.Code),
        Title = job.Title,
        Details = job.Details,
        Revision = job.Revision,
        State = job.State,
        Word = job.Word(now),
        StateSince = job.StateSince,
        Words = PingSignals.Words(job),
        PingCount = job.PingCount,
        LastPingAt = job.LastPingAt,
        StartedAt = job.LastStartAt,
        ExpectedAt = job.ExpectedAt,
        DueAt = job.State == ReportedJobState.Paused ? null : job.DueAt,
        LastDuration = job.LastDuration,
        Durations = job.Durations,
        Pause = (job.PausedUntil, job.PausedBy, job.PausedWhy),
        Downtime = (job.DowntimeFrom, job.DowntimeUntil, job.DowntimeBy, job.DowntimeWhy),
    };

    /// <summary>A name that tells nothing about the id: hash over the first 16 of its 32 digits.</summary>
    private static string UniqueKey(Guid code)
    {
#pragma warning disable CA5350 // no protection rests on it: clients of healthchecks know it in this form
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.ASCII.GetBytes(code.ToString("N")[..16])));
#pragma warning restore CA5350
    }
}
