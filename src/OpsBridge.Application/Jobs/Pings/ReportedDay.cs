using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Jobs.Pings;

/// <summary>Reads a day of reported jobs.</summary>
public interface IReportedDay
{
    /// <summary>Jobs that were expected or heard, or were down, between two moments at most 50 hours apart; by first time.</summary>
    Task<IReadOnlyList<ReportedLane>> ReadAsync(DateTimeOffset from, DateTimeOffset to, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IReportedDay"/>
public sealed class ReportedDay(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock) : IReportedDay
{
    /// <summary>Reports of a job within this many seconds are one: nobody could tell them apart on a day.</summary>
    private const int Together = 300;

    private const int MostReports = 20_000;
    private const int MostExpected = 300;

    /// <inheritdoc />
    public async Task<IReadOnlyList<ReportedLane>> ReadAsync(DateTimeOffset from, DateTimeOffset to, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewJobs);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var jobs = await db.Set<ReportedJob>().AsNoTracking().Where(j => j.CreatedAt < to).ToListAsync(ct);
        var reports = (await ReportsAsync(db, from, to, ct)).ToLookup(r => r.JobId);
        var flips = (await db.Set<PingFlip>().AsNoTracking().Where(f => f.At >= @from && f.At < to).OrderBy(f => f.Number).ToListAsync(ct)).ToLookup(f => f.JobId);
        var after = to > clock.GetUtcNow() ? [] : await AfterAsync(db, to, ct);
        var ids = jobs.Select(j => j.AssetId).OfType<Guid>().Distinct().ToArray();
        var assets = await db.Set<Asset>().Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Name, ct);
        return
        [
            .. jobs.Select(j => new ReportedLane(j.Id, j.Title, j.Details.Grace)
            {
                AssetName = j.AssetId is { } asset ? assets.GetValueOrDefault(asset) : null,
                IsPaused = j.State == ReportedJobState.Paused,
                StartedAt = j.LastStartAt < to ? j.LastStartAt : null,
                Reports = [.. reports[j.Id].Where(r => r.Last >= @from)],
                Expected = [.. Expected(j, [.. reports[j.Id]], from, to).Take(MostExpected)],
                Down = Downs(j, [.. flips[j.Id]], after.TryGetValue(j.Id, out var state) ? state : null, (from, to)),
            }).Where(l => l.Reports.Count + l.Expected.Count + l.Down.Count > 0 || l.StartedAt is not null).OrderBy(l => l.First).ThenBy(l => l.Title, StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <summary>Reports of the day, and of each job the last one before it, from which a period counts.</summary>
    private static Task<List<DayReport>> ReportsAsync(OpsDbContext db, DateTimeOffset from, DateTimeOffset to, CancellationToken ct) => db.Database.SqlQuery<DayReport>(
        $"""
        select job_id as "JobId", min(at) as "First", max(at) as "Last", kind = {(short)PingKind.Fail} as "Failed", count(*)::int as "Count", max(duration) as "Duration"
        from pings where at >= {from} and at < {to} and kind in ({(short)PingKind.Success}, {(short)PingKind.Fail})
        group by job_id, kind, floor(extract(epoch from at) / {Together})
        union all
        select j.id, p.at, p.at, p.kind = {(short)PingKind.Fail}, 1, null
        from reported_jobs j cross join lateral (
            select at, kind from pings where job_id = j.id and at < {from} and kind in ({(short)PingKind.Success}, {(short)PingKind.Fail}) order by number desc limit 1) p
        where j.details ->> 'schedule' is null
        order by "First" limit {MostReports}
        """).ToListAsync(ct);

    /// <summary>The state that each job had when the day was over, where it has changed since.</summary>
    private static async Task<Dictionary<Guid, ReportedJobState>> AfterAsync(OpsDbContext db, DateTimeOffset to, CancellationToken ct) =>
        (await db.Database.SqlQuery<StateAfter>(
            $"""select distinct on (job_id) job_id as "JobId", from_state::int as "State" from ping_flips where at >= {to} order by job_id, number""").ToListAsync(ct))
        .ToDictionary(s => s.JobId, s => (ReportedJobState)s.State);

    /// <summary>When it is or was expected: by its clock times, or a period after each report unless the next one came before.</summary>
    private static IEnumerable<DateTimeOffset> Expected(ReportedJob job, IReadOnlyList<DayReport> reports, DateTimeOffset from, DateTimeOffset to)
    {
        if (job.Details.Schedule is { } text)
        {
            var schedule = PingSchedule.Create(text, job.Details.Zone);
            var begin = job.CreatedAt > from ? job.CreatedAt : from;
            for (var at = schedule?.NextAfter(begin.AddTicks(-1)); at < to; at = schedule!.NextAfter(at.Value))
            {
                if (!(at >= job.DowntimeFrom && at < job.DowntimeUntil))
                {
                    yield return at.Value;
                }
            }

            yield break;
        }

        for (var i = 0; i < reports.Count; i++)
        {
            var at = reports[i].Last + job.Details.Period;
            if (at >= from && at < to && (i + 1 == reports.Count || reports[i + 1].First > at))
            {
                yield return at;
            }
        }
    }

    private static List<DownSpan> Downs(ReportedJob job, IReadOnlyList<PingFlip> flips, ReportedJobState? after, (DateTimeOffset From, DateTimeOffset To) day)
    {
        var found = new List<DownSpan>();
        var (state, since, why) = (flips.Count > 0 ? flips[0].From : after ?? job.State, day.From, flips.Count > 0 || after is not null ? null : job.Reason);
        since = flips.Count == 0 && after is null && job.StateSince > since ? job.StateSince : since;
        foreach (var flip in flips)
        {
            Add(flip.At);
            (state, since, why) = (flip.To, flip.At, flip.Reason);
        }

        Add(null);
        return found;

        void Add(DateTimeOffset? until)
        {
            if (state == ReportedJobState.Down && since < day.To)
            {
                found.Add(new DownSpan(since, until ?? (after is null ? null : day.To), why));
            }
        }
    }

    private sealed record StateAfter(Guid JobId, int State);
}
