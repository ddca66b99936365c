using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts;
using OpsBridge.Data;
using OpsBridge.Jobs.Running;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs.Batches;

/// <summary>Judges batches, in one process at a time. What was told is remembered with the batch, so nothing is told twice.</summary>
internal sealed class BatchWatch(IDbContextFactory<OpsDbContext> contexts, EngineContext context)
{
    /// <summary>Looks at every batch in use; false when another process does.</summary>
    public Task<bool> LookAsync(CancellationToken ct) => JobRows.WithinAsync(
        contexts,
        async db =>
        {
            if (!(await db.Database.SqlQuery<bool>($"select pg_try_advisory_xact_lock({AdvisoryLocks.BatchWatch}) as \"Value\"").ToListAsync(ct))[0])
            {
                return false;
            }

            var seen = await db.Set<Batch>().AsNoTracking().Where(b => b.RetiredAt == null).OrderBy(b => b.Id).ToListAsync(ct);
            if (seen.Count > 0)
            {
                var book = await BatchReader.BookAsync(db, seen, context.Clock.GetUtcNow(), ct);
                foreach (var batch in seen)
                {
                    await JudgeAsync(db, batch, book, ct);
                }
            }

            return true;
        },
        ct);

    private async Task JudgeAsync(OpsDbContext db, Batch seen, ForecastBook book, CancellationToken ct)
    {
        var verdict = BatchVerdict.Of(seen, book, context.Options.Value.ForecastAhead);
        if ((seen.WarnedFor, seen.LateFor) == (verdict.WarnedFor, verdict.LateFor)
            || await BatchRows.TryLockAsync(db, seen.Id, ct) is not { } batch || batch.Number != seen.Number || !batch.Judge(verdict.WarnedFor, verdict.LateFor))
        {
            return;
        }

        var late = verdict.LateFor is not null;
        var bad = late || verdict.WarnedFor is not null;
        var words = bad ? verdict.Words : verdict.Shown.IsDone ? $"{batch.Name} is complete" : $"{batch.Name} is expected in time";
        var asset = book.Find(batch.Details.Jobs[0])?.Details.AssetId;
        await JobAlarms.ApplyAsync(db, [BatchHistory.Signal(batch, asset, bad, late ? batch.Details.Severity : AlertSeverity.Warning, words, book.Now)], ct);
        db.Add(TimelineEntry.Record(book.Now, JobHistory.Self, BatchHistory.Of(batch, late ? "late" : bad ? "warned" : "recovered", words)));
    }
}
