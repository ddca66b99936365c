using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Live;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs.Pings;

/// <summary>
/// A job that runs elsewhere reports in. The address is the whole proof; who calls is not known. When this returns <c>Stored</c>, the ping
/// and everything that follows from it is on disk.
/// </summary>
public sealed class RecordPing(ReportedJobChange changes, IOptions<PingsOptions> options) : IDisposable
{
    /// <summary>Pings stored at once, so that a burst waits here and leaves connections to everything else.</summary>
    private const int AtOnce = 8;

    private static readonly Counter<long> s_pings = OpsMeter.Instance.CreateCounter<long>("opsbridge_pings", "{ping}", "Pings of reported jobs that were kept, by kind");
    private readonly SemaphoreSlim _gate = new(AtOnce);

    /// <summary>Stores a ping.</summary>
    /// <exception cref="Npgsql.NpgsqlException">The database does not answer; the caller must try again.</exception>
    public async Task<RecordPingResult> HandleAsync(PingTarget target, IncomingPing ping, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ReportAlerts);
        await _gate.WaitAsync(ct);
        try
        {
            var result = await changes.ApplyAsync((db, now) => StoreAsync(db, target, ping, actor, now, ct), ct);
            if (result is RecordPingResult.Stored stored)
            {
                s_pings.Add(1, new KeyValuePair<string, object?>("kind", stored.Kind.ToString()));
            }

            return result;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _gate.Dispose();

    private async Task<RecordPingResult> StoreAsync(OpsDbContext db, PingTarget target, IncomingPing ping, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        var (job, created, refused) = target switch
        {
            PingTarget.ByCode byCode => (await ByCodeAsync(db, byCode.Code, ct), false, null),
            PingTarget.BySlug bySlug => await BySlugAsync(db, bySlug, now, ct),
            _ => throw new ArgumentOutOfRangeException(nameof(target)),
        };
        if (job is null)
        {
            return refused ?? new RecordPingResult.NotFound();
        }

        var (kept, flip) = job.Take(Clean(ping), await StartOfAsync(db, job, ping, now, ct), now);
        db.Add(kept);
        await ReportedJobChange.FollowAsync(db, job, flip, actor, kept.Kind == PingKind.Fail ? kept.Body : null, ct);
        if (flip is null && kept.Kind == PingKind.Fail)
        {
            await ReportedJobChange.TellAsync(db, job, kept.Body, now, ct); // it failed again: the alert counts it
        }

        return new RecordPingResult.Stored(job.Id, kept.Kind, created);
    }

    private static async Task<ReportedJob?> ByCodeAsync(OpsDbContext db, Guid code, CancellationToken ct) =>
        (await db.Set<ReportedJob>().FromSql($"select * from reported_jobs where code = {code} for update").ToListAsync(ct)).SingleOrDefault();

    private async Task<(ReportedJob? Job, bool Created, RecordPingResult? Refused)> BySlugAsync(OpsDbContext db, PingTarget.BySlug target, DateTimeOffset now, CancellationToken ct)
    {
        var hash = Secret.Hash(target.Key);
        var key = await db.Set<PingKey>().AsNoTracking().SingleOrDefaultAsync(k => k.Hash == hash && k.RevokedAt == null, ct);
        if (key is null || !Secret.Same(key.Hash, hash))
        {
            return (null, false, null);
        }

        var found = await SlugAsync(db, target.Slug, ct);
        if (found.Count == 0 && target.Create)
        {
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({AdvisoryLocks.ReportedJobs})", ct);
            found = await SlugAsync(db, target.Slug, ct);
            if (found.Count == 0)
            {
                return await ProvisionAsync(db, target.Slug, key, now, ct) is { } made ? (made, true, null) : (null, false, null);
            }
        }

        return found.Count > 1 ? (null, false, new RecordPingResult.Ambiguous()) : (found.SingleOrDefault(), false, null);
    }

    private static Task<List<ReportedJob>> SlugAsync(OpsDbContext db, string slug, CancellationToken ct) =>
        db.Set<ReportedJob>().FromSql($"select * from reported_jobs where slug = {slug} and slug <> '' order by id limit 2 for update").ToListAsync(ct);

    private async Task<ReportedJob?> ProvisionAsync(OpsDbContext db, string slug, PingKey key, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.Set<ReportedJob>().CountAsync(ct) >= options.Value.JobLimit)
        {
            return null;
        }

        var job = ReportedJob.Create(new ReportedJobDetails(slug) { Slug = slug }, now);
        db.Add(job);
        db.Add(TimelineEntry.Record(now, Actor.Internal($"ping key {key.Name}"), PingHistory.Of(job, "created", $"created reported job {job.Title} by its first ping")));
        return job;
    }

    /// <summary>Where runs overlap, the start with the ping's own id, unless it has ended before.</summary>
    private static async Task<DateTimeOffset?> StartOfAsync(OpsDbContext db, ReportedJob job, IncomingPing ping, DateTimeOffset now, CancellationToken ct)
    {
        if (ping.RunId is not { } run || job.LastStartRunId == run)
        {
            return null;
        }

        var earliest = now - ReportedJob.Unrelated;
        var last = await db.Set<Ping>().AsNoTracking()
            .Where(p => p.JobId == job.Id && p.RunId == run && p.At > earliest && (p.Kind == PingKind.Start || p.Kind == PingKind.Success || p.Kind == PingKind.Fail))
            .OrderByDescending(p => p.Number).Select(p => new { p.Kind, p.At }).FirstOrDefaultAsync(ct);
        return last?.Kind == PingKind.Start ? last.At : null;
    }

    /// <summary>Cut to what is kept; PostgreSQL stores no NUL in text.</summary>
    private IncomingPing Clean(IncomingPing ping) => ping with
    {
        UserAgent = Line(ping.UserAgent, Ping.MaxUserAgent),
        RemoteAddress = Line(ping.RemoteAddress, 60),
        Method = Line(ping.Method, 10),
        Scheme = Line(ping.Scheme, 10),
        Body = ping.Body.Length > options.Value.BodyLimit ? ping.Body[..options.Value.BodyLimit] : ping.Body,
    };

    private static string Line(string text, int most)
    {
        var clean = string.Concat(text.Take(most).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
        return clean;
    }
}

/// <summary>Answer of <see cref="RecordPing"/>.</summary>
public abstract record RecordPingResult
{
    /// <summary>On disk.</summary>
    /// <param name="JobId">The job.</param>
    /// <param name="Kind">What it was taken for.</param>
    /// <param name="Created">The job was made by it.</param>
    public sealed record Stored(Guid JobId, PingKind Kind, bool Created) : RecordPingResult;

    /// <summary>No such job, no such key, or there are as many jobs as may be.</summary>
    public sealed record NotFound : RecordPingResult;

    /// <summary>Several jobs have the slug.</summary>
    public sealed record Ambiguous : RecordPingResult;
}
