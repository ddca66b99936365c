using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Alerts.Correlation;

/// <summary>
/// One ranking by hand at a time, over all processes (advisory lock): what is decided from is what is written to. An alert
/// that a source or another operator closes in between makes the decision be taken again.
/// </summary>
public sealed class RankingChanges(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>The most alerts that one action ranks.</summary>
    public const int MostAtOnce = 1000;

    private const int LongestWhy = 2000;

    internal async Task<RankResult> ApplyAsync(
        IReadOnlyCollection<long> ids, long? named, string? why, Actor actor, Func<ManualRanking, RankResult> decide, CancellationToken ct)
    {
        var wanted = ids.Distinct().ToArray();
        if (wanted.Length is 0 or > MostAtOnce)
        {
            return new RankResult.Invalid($"Choose 1 to {MostAtOnce} alerts.");
        }

        if (why?.Length > LongestWhy)
        {
            return new RankResult.Invalid($"A reason has at most {LongestWhy} characters.");
        }

        var reason = string.IsNullOrWhiteSpace(why) ? null : why.Trim().Replace('\0', ' ');
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({AdvisoryLocks.Correlation})", ct);
            var ranking = new ManualRanking(wanted, await ReadAsync(db, wanted, named, ct), reason);
            var result = decide(ranking);
            var now = clock.GetUtcNow();
            var act = new RankingAct(actor, now, Guid.CreateVersion7(now));
            var written = await RankingStore.WriteAsync(db, ranking.Changes, act, ct);
            if (written.Count == ranking.Changes.Count)
            {
                await transaction.CommitAsync(ct);
                return result is RankResult.Done done ? done with { ActionId = act.ActionId } : result;
            }
        }
    }

    /// <summary>The alerts named, their open symptoms, what operators ranked, and whatever stands above any of these.</summary>
    private static async Task<IReadOnlyDictionary<long, RankedAlert>> ReadAsync(OpsDbContext db, long[] ids, long? named, CancellationToken ct)
    {
        var alerts = await Of(db, a => ids.Contains(a.Id) || a.Id == named
            || (a.State != AlertState.Closed && a.CauseId != null && ids.Contains(a.CauseId.Value))
            || (a.State != AlertState.Closed && a.CauseFrom == SymptomOrigin.Operator)).ToDictionaryAsync(a => a.Id, ct);
        while (true)
        {
            var missing = alerts.Values.SelectMany(a => new[] { a.CauseId, a.RankedUnder }).OfType<long>().Where(id => !alerts.ContainsKey(id)).ToHashSet();
            if (missing.Count == 0)
            {
                return alerts;
            }

            foreach (var alert in await Of(db, a => missing.Contains(a.Id)).ToListAsync(ct))
            {
                alerts.Add(alert.Id, alert);
                missing.Remove(alert.Id);
            }

            foreach (var gone in missing)
            {
                alerts.Add(gone, new RankedAlert(gone, true, null, null, null));
            }
        }
    }

    private static IQueryable<RankedAlert> Of(OpsDbContext db, System.Linq.Expressions.Expression<Func<Alert, bool>> which) =>
        db.Set<Alert>().AsNoTracking().Where(which).Select(a => new RankedAlert(a.Id, a.State == AlertState.Closed, a.CauseId, a.CauseFrom, a.RankedUnder));
}
