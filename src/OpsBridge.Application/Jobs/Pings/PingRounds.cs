using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Jobs.Pings;

/// <summary>
/// One look at the clock: what has become missing, what has not finished in time, whose pause is over. One process looks at a time. What was
/// due while OpsBridge was away is judged when its grace has passed since OpsBridge came back: the ping may have come to a closed door.
/// </summary>
public sealed class PingRounds(ReportedJobChange changes, IDbContextFactory<OpsDbContext> contexts)
{
    private const int Batch = 100;
    private static readonly Actor s_self = Actor.Internal("OpsBridge", Permissions.ReportAlerts);

    /// <summary>Looks once.</summary>
    /// <returns>What changed, by name; empty also while another process looks.</returns>
    public async Task<IReadOnlyList<string>> LookAsync(CancellationToken ct)
    {
        var changed = new List<string>();
        while (true)
        {
            var batch = await changes.ApplyAsync((db, now) => BatchAsync(db, now, ct), ct);
            changed.AddRange(batch);
            if (batch.Count < Batch)
            {
                return changed;
            }
        }
    }

    /// <summary>When something is due next (UTC); null when nothing is.</summary>
    public async Task<DateTimeOffset?> NextAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<ReportedJob>().Where(j => j.DueAt != null).MinAsync(j => j.DueAt, ct);
    }

    private static async Task<IReadOnlyList<string>> BatchAsync(OpsDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        var mine = await db.Database.SqlQuery<bool>($"select pg_try_advisory_xact_lock({AdvisoryLocks.PingWatch}) as \"Value\"").SingleAsync(ct);
        if (!mine)
        {
            return [];
        }

        var since = await ListeningSinceAsync(db, now, ct);
        var due = await db.Set<ReportedJob>().FromSql(
            $"""
            select * from reported_jobs
            where due_at <= {now} and (state = 'Paused' or {since} + grace <= {now})
            order by due_at limit {Batch} for update skip locked
            """).ToListAsync(ct);
        foreach (var job in due)
        {
            await ReportedJobChange.FollowAsync(db, job, job.Judge(now), s_self, output: null, ct);
        }

        return due.ConvertAll(job => $"{job.Title} {PingSignals.Words(job)}");
    }

    private static async Task<DateTimeOffset> ListeningSinceAsync(OpsDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        var presence = await db.Set<PingPresence>().SingleOrDefaultAsync(p => p.Id == PingPresence.Only, ct);
        if (presence is null)
        {
            presence = new PingPresence();
            db.Add(presence);
        }

        presence.See(now);
        await db.SaveChangesAsync(ct);
        return presence.Since;
    }
}
