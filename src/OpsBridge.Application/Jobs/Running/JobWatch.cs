using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts;
using OpsBridge.Data;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs.Running;

/// <summary>Judges durations and deadlines, in one process at a time. What was told is remembered with the job and the run, so nothing is told twice.</summary>
internal sealed class JobWatch(IDbContextFactory<OpsDbContext> contexts, EngineContext context)
{
    /// <summary>Looks at everything that runs or has a deadline.</summary>
    public Task<bool> LookAsync(CancellationToken ct) => JobRows.WithinAsync(
        contexts,
        async db =>
        {
            if (!(await db.Database.SqlQuery<bool>($"select pg_try_advisory_xact_lock({AdvisoryLocks.JobWatch}) as \"Value\"").ToListAsync(ct))[0])
            {
                return false;
            }

            var now = context.Clock.GetUtcNow();
            var running = await db.Set<JobRun>().AsNoTracking().Where(r => r.State == RunState.Running && !r.TooLong).ToListAsync(ct);
            if (running.Count > 0 || await db.Database.SqlQuery<bool>($"select exists (select from jobs where details ->> 'deadline' is not null and retired_at is null) as \"Value\"").SingleAsync(ct))
            {
                var book = await ForecastBook.ReadAsync(db, now, ct);
                await DurationsAsync(db, book, running, now, ct);
                await DeadlinesAsync(db, book, now, ct);
            }

            return true;
        },
        ct);

    private static async Task DurationsAsync(OpsDbContext db, ForecastBook book, List<JobRun> running, DateTimeOffset now, CancellationToken ct)
    {
        var jobs = book.Jobs.ToDictionary(j => j.Id);
        foreach (var run in running)
        {
            if (!jobs.TryGetValue(run.JobId, out var job) || (job.Details.AtMost ?? book.Past(job.Id)?.TooLong) is not { } limit || now - run.StartedAt <= limit)
            {
                continue;
            }

            // The state is compared again: a run that ends at this moment is not marked, and its good end clears nothing too early.
            if (await db.Set<JobRun>().Where(r => r.Id == run.Id && r.Token == run.Token && r.State == RunState.Running).ExecuteUpdateAsync(u => u.SetProperty(r => r.TooLong, true), ct) == 1)
            {
                var words = $"{job.Name} has been running for longer than {JobWords.Span(limit)}{(job.Details.AtMost is null ? ", twice what it takes nearly always" : "")}";
                await JobAlarms.ApplyAsync(db, [JobAlarms.Signal(job, JobAlarms.Duration, firing: true, AlertSeverity.Warning, words, now)], ct);
                db.Add(TimelineEntry.Record(now, JobHistory.Self, JobHistory.Of(job, run, "overran", words)));
            }
        }
    }

    private async Task DeadlinesAsync(OpsDbContext db, ForecastBook book, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var seen in book.Jobs.Where(j => j.Details.Deadline is not null || j.WarnedFor is not null || j.LateFor is not null).OrderBy(j => j.Id).ToList())
        {
            var verdict = DeadlineVerdict.Of(seen, book, now, context.Options.Value.ForecastAhead);
            if ((seen.WarnedFor, seen.LateFor) == (verdict.WarnedFor, verdict.LateFor) || await JobRows.TryLockAsync(db, seen.Id, ct) is not { } job || !job.Judge(verdict.WarnedFor, verdict.LateFor))
            {
                continue;
            }

            var late = verdict.LateFor is not null;
            var bad = late || verdict.WarnedFor is not null;
            var words = bad ? verdict.Words : $"{job.Name} is expected in time";
            await JobAlarms.ApplyAsync(db, [JobAlarms.Signal(job, JobAlarms.Late, bad, late ? job.Details.Severity : AlertSeverity.Warning, words, now)], ct);
            db.Add(TimelineEntry.Record(now, JobHistory.Self, JobHistory.Of(job, late ? "late" : bad ? "warned" : "recovered", words)));
        }
    }
}
