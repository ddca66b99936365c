using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Shifts.Handover;

namespace OpsBridge.Jobs.Handover;

/// <summary>
/// What the next shift must know of the jobs: what failed, was missed or is late, also before this shift as long as no good run
/// followed; what asks, what is held, and what runs across T.
/// </summary>
internal sealed class JobFacts : IHandoverFacts
{
    /// <inheritdoc />
    public HandoverSection Section => HandoverSection.Jobs;

    /// <inheritdoc />
    public async Task<HandoverFactList> ReadAsync(OpsDbContext db, HandoverSpan span, DateTimeOffset now, CancellationToken ct)
    {
        var words = await FactWords.OfAsync(db, span.DeskId, ct);
        var jobs = await db.Set<Job>().AsNoTracking().Where(j => j.RetiredAt == null).ToDictionaryAsync(j => j.Id, ct);
        var last = (await JobPast.ReadAsync(db, ct)).Select(p => p.LastId).OfType<Guid>().ToArray();
        RunState[] bad = [RunState.Failed, RunState.TimedOut, RunState.Lost];
        var runs = await db.Set<JobRun>().AsNoTracking()
            .Where(r => r.State == RunState.Running || r.State == RunState.Asking
                || (last.Contains(r.Id) && r.EndedAt < span.From && (bad.Contains(r.State) || (r.State == RunState.Missed && (r.Cause == MissCause.Down || r.Cause == MissCause.Blocked))))
                || (r.EndedAt >= span.From && r.EndedAt < span.Until && r.State != RunState.Succeeded && r.State != RunState.Waiting && r.State != RunState.Cancelled))
            .OrderByDescending(r => r.NominalAt).ToListAsync(ct);
        var cured = await CuredAsync(db, [.. runs.Where(r => r.HasEnded).Select(r => r.JobId).Distinct()], ct);
        var ended = runs.Where(r => r.HasEnded && r.Cause != MissCause.Calendar && jobs.ContainsKey(r.JobId))
            .GroupBy(r => (r.JobId, Missed: r.State == RunState.Missed))
            .Select(g => Ended(jobs[g.Key.JobId], [.. g], cured.TryGetValue(g.Key.JobId, out var at) && at > g.First().NominalAt, words, now));
        var open = runs.Where(r => !r.HasEnded && jobs.ContainsKey(r.JobId)).Select(r => Open(jobs[r.JobId], r, words, now));
        var facts = jobs.Values.Where(j => j.LateFor is not null).Select(j => Late(j, words, now))
            .Concat(ended).Concat(open).Concat(jobs.Values.Where(j => j.PausedAt is not null).Select(j => Paused(j, words, now)))
            .OrderByDescending(f => f.Tone).ToList();
        return new HandoverFactList([.. facts.Take(FactBook.Most)], facts.Count);
    }

    /// <summary>The nominal time of each job's last good run.</summary>
    private static Task<Dictionary<Guid, DateTimeOffset>> CuredAsync(OpsDbContext db, List<Guid> jobs, CancellationToken ct) => db.Set<JobRun>().AsNoTracking()
        .Where(r => jobs.Contains(r.JobId) && r.State == RunState.Succeeded)
        .GroupBy(r => r.JobId).Select(g => new { g.Key, Last = g.Max(r => r.NominalAt) }).ToDictionaryAsync(g => g.Key, g => g.Last, ct);

    private static HandoverFact Ended(Job job, List<JobRun> runs, bool cured, FactWords words, DateTimeOffset now)
    {
        var last = runs[0];
        var missed = last.State == RunState.Missed;
        var what = missed ? FactWords.Many(runs.Count, "start missed", "starts missed") : FactWords.Many(runs.Count, "run failed", "runs failed");
        return new HandoverFact($"{(missed ? "job-missed" : "job-failed")}/{job.Id}", $"{job.Name}: {what}{(cured ? ", good again since" : "")}")
        {
            Detail = $"{words.Clock(last.NominalAt, now)}: {last.Summary}",
            Tone = cured ? FactTone.Plain : missed ? FactTone.Warn : FactTone.Bad,
            Href = $"/jobs/{job.Id}",
            Since = runs[^1].NominalAt,
            Severity = cured ? null : job.Details.Severity.ToString(),
            NeedsJudgement = !cured && last.Cause is null or MissCause.Down or MissCause.Blocked,
        };
    }

    private static HandoverFact Open(Job job, JobRun run, FactWords words, DateTimeOffset now) => run.State == RunState.Asking
        ? new HandoverFact($"job-run/{run.Id}", $"{job.Name} of {words.Clock(run.NominalAt, now)} was missed: somebody must decide whether it still runs")
        {
            Tone = FactTone.Warn,
            Href = $"/jobs/runs/{run.Id}",
            Since = run.NominalAt,
            NeedsJudgement = true,
        }
        : new HandoverFact($"job-run/{run.Id}", $"{job.Name} runs{(run.TooLong ? ", longer than it should" : "")}")
        {
            Detail = run.Phase,
            Tone = run.TooLong ? FactTone.Warn : FactTone.Plain,
            Href = $"/jobs/runs/{run.Id}",
            Since = run.StartedAt,
        };

    private static HandoverFact Late(Job job, FactWords words, DateTimeOffset now) => new($"job-late/{job.Id}", $"{job.Name} is late: it should have been done by {words.Clock(job.LateFor!.Value, now)}")
    {
        Tone = FactTone.Bad,
        Href = $"/jobs/{job.Id}",
        Since = job.LateFor,
        Severity = job.Details.Severity.ToString(),
        NeedsJudgement = true,
    };

    private static HandoverFact Paused(Job job, FactWords words, DateTimeOffset now) => new($"job-paused/{job.Id}", $"{job.Name} is {(job.Held ? "held" : "paused")} until {words.Clock(job.PausedUntil!.Value, now)}")
    {
        Detail = job.PausedWhy,
        Tone = job.Held ? FactTone.Warn : FactTone.Plain,
        Href = $"/jobs/{job.Id}",
        Since = job.PausedAt,
        Owner = job.PausedBy,
    };
}
