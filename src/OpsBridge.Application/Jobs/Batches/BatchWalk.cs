using OpsBridge.Jobs.Running;
using OpsBridge.Jobs.Schedules;

namespace OpsBridge.Jobs.Batches;

/// <summary>
/// Walks the chains of a batch for one deadline: what is done, what runs, and when the rest is expected. Of a job that starts more
/// often than once in the day before the deadline the last start counts.
/// </summary>
internal sealed class BatchWalk(ForecastBook book, BatchDetails details, BatchDay day, BatchWhatIf? imagined = null)
{
    private const int Deepest = 100;
    private readonly Dictionary<Guid, BatchStep> _steps = [];

    /// <summary>The forecast; decides only, stores nothing.</summary>
    public static BatchForecast Of(ForecastBook book, BatchDetails details, BatchDay day, BatchWhatIf? imagined = null) =>
        new BatchWalk(book, details, day, imagined).Go();

    /// <summary>The jobs of a batch: those it ends with and the chains before them.</summary>
    public static IEnumerable<Guid> Members(BatchDetails details, IReadOnlyDictionary<Guid, Job> jobs)
    {
        foreach (var last in details.Jobs)
        {
            Guid? id = last;
            for (var depth = 0; id is { } at && depth < Deepest; depth++)
            {
                yield return at;
                id = jobs.GetValueOrDefault(at)?.Schedule is AfterSchedule after ? after.JobId : null;
            }
        }
    }

    private BatchForecast Go()
    {
        foreach (var last in details.Jobs)
        {
            Step(last, 0);
        }

        var ends = EndsBy();
        var critical = Critical();
        return new BatchForecast(day, [.. _steps.Values.Select(s => s with { EndBy = ends.TryGetValue(s.JobId, out var by) ? by : null, IsCritical = critical.Contains(s.JobId), IsLast = details.Jobs.Contains(s.JobId) })]);
    }

    private BatchStep Step(Guid id, int depth)
    {
        if (_steps.TryGetValue(id, out var known))
        {
            return known;
        }

        if (book.Find(id) is not { } job || depth > Deepest)
        {
            return _steps[id] = new BatchStep(id, "a job that is gone", StepStanding.Stuck) { Note = "no longer in use" };
        }

        var before = job.Schedule is AfterSchedule after ? Step(after.JobId, depth + 1) : null;
        var past = book.Past(id);
        var takes = (past?.Usual ?? TimeSpan.Zero) * (imagined?.JobId == id ? imagined.Times : 1);
        var step = new BatchStep(id, job.Name, StepStanding.Planned) { AfterId = before?.JobId, Takes = takes, IsKnown = past is not null };
        step = before is null ? First(job, step) : Next(job, (AfterSchedule)job.Schedule, before, step);
        return _steps[id] = Imagine(step);
    }

    /// <summary>The first of a chain: the run of its last nominal time before the deadline.</summary>
    private BatchStep First(Job job, BatchStep step)
    {
        var fire = book.Fires(job, day.From.AddTicks(-1)).TakeWhile(f => f < day.By).Select(f => (DateTimeOffset?)f).LastOrDefault();
        if (Run(job, r => r.NominalAt >= (fire ?? day.From)) is { } run)
        {
            return Begun(job, step, run);
        }

        return (fire, job.Schedule) switch
        {
            ({ } at, _) => Planned(step, Later(at, book.Now), book.Freed(job, Later(at, book.Now)), job),
            (_, NoSchedule) => Halted(step, "runs only when somebody runs it"),
            _ => step with { Standing = StepStanding.NotDue, Note = "does not start for this deadline" },
        };
    }

    private BatchStep Next(Job job, AfterSchedule after, BatchStep before, BatchStep step)
    {
        var ended = before.Standing == StepStanding.Done || (before is { Standing: StepStanding.Stuck, RunId: not null } && after.When != AfterCondition.Success);
        if (ended && Run(job, r => r.AfterRunId == before.RunId || r.NominalAt >= before.End) is { } run)
        {
            return Begun(job, step, run);
        }

        var at = before.End + after.Delay;
        return before switch
        {
            { Standing: StepStanding.NotDue } => step with { Standing = StepStanding.NotDue, Note = before.Note.Length > 0 ? $"{before.Name}: {before.Note}" : "" },
            { Standing: not StepStanding.Stuck } when after.When == AfterCondition.Failure => step with { Standing = StepStanding.NotDue, Note = $"starts only when {before.Name} fails" },
            _ when at is { } start && book.IsExcluded(job, start) => step with { Standing = StepStanding.NotDue, Note = "the calendar leaves it out" },
            { Standing: StepStanding.Done } when at < book.Now.AddMinutes(-1) => Halted(step, $"did not start after {before.Name}"),
            _ when at is { } start => Planned(step, Later(start, book.Now), book.Freed(job, Later(start, book.Now)), job),
            _ => Halted(step, $"waits for {before.Name}"),
        };
    }

    /// <summary>The first run that succeeded, else the newest.</summary>
    private JobRun? Run(Job job, Func<JobRun, bool> counts)
    {
        var runs = book.Recent(job.Id).Where(counts).ToList();
        return runs.Find(r => r.State == RunState.Succeeded) ?? runs.LastOrDefault();
    }

    private BatchStep Begun(Job job, BatchStep step, JobRun run)
    {
        step = step with { RunId = run.Id };
        return run.State switch
        {
            RunState.Succeeded => step with { Standing = StepStanding.Done, Start = run.StartedAt, End = run.EndedAt },
            RunState.Running => step with { Standing = StepStanding.Running, Start = run.StartedAt, End = Later((run.StartedAt ?? book.Now) + step.Takes, book.Now) },
            RunState.Waiting => step with { Standing = StepStanding.Waiting, Start = Later(run.RetryAt ?? book.Now, book.Now), End = Later(run.RetryAt ?? book.Now, book.Now) + step.Takes },
            RunState.Asking => Halted(step, "was missed: somebody must decide whether it still runs"),
            RunState.Missed when run.Cause == MissCause.Calendar => step with { Standing = StepStanding.NotDue, Note = run.Summary },
            RunState.Missed when run.Cause is MissCause.Held or MissCause.Paused && job.PausedUntil is { } until && Holds.HoldOrder.StartsAtOnce(job) => step with { Start = until, End = until + step.Takes, Note = run.Summary },
            _ => Halted(step, $"{Word(run.State)}: {run.Summary}"),
        };
    }

    private static BatchStep Planned(BatchStep step, DateTimeOffset wanted, DateTimeOffset? free, Job job) => free is { } start
        ? step with { Start = start, End = start + step.Takes, Note = start > wanted ? Paused(job) : "" }
        : step with { Standing = StepStanding.Stuck, Note = Paused(job) };

    /// <summary>Nothing happens by itself; if somebody ran it now, it would take as long as always.</summary>
    private BatchStep Halted(BatchStep step, string why) => step with { Standing = StepStanding.Stuck, Start = book.Now, End = book.Now + step.Takes, Note = why };

    private BatchStep Imagine(BatchStep step) => imagined?.JobId == step.JobId && imagined.StartAt is { } start && step.Standing is StepStanding.Planned or StepStanding.Waiting or StepStanding.Stuck
        ? step with { Standing = StepStanding.Planned, Start = Later(start, book.Now), End = Later(start, book.Now) + step.Takes, Note = "" }
        : step;

    /// <summary>Backwards from the deadline: what comes after a job must still have its time.</summary>
    private Dictionary<Guid, DateTimeOffset> EndsBy()
    {
        var ends = new Dictionary<Guid, DateTimeOffset>();
        foreach (var last in details.Jobs)
        {
            var by = day.By;
            for (var step = _steps.GetValueOrDefault(last); step is not null; step = step.AfterId is { } id ? _steps[id] : null)
            {
                ends[step.JobId] = ends.TryGetValue(step.JobId, out var other) && other < by ? other : by;
                by = ends[step.JobId] - step.Takes - (book.Find(step.JobId)?.Schedule is AfterSchedule after ? after.Delay : TimeSpan.Zero);
            }
        }

        return ends;
    }

    private HashSet<Guid> Critical()
    {
        var path = new HashSet<Guid>();
        var last = details.Jobs.Select(j => _steps[j]).Where(s => s.Standing != StepStanding.NotDue).OrderBy(s => s.End is null ? 1 : 0).ThenBy(s => s.End).LastOrDefault();
        for (var step = last; step is not null && path.Add(step.JobId); step = step.AfterId is { } id ? _steps[id] : null)
        {
        }

        return path;
    }

    private static string Paused(Job job) => job.PausedAt is null ? "" : $"{(job.Held ? "held" : "paused")} by {job.PausedBy}: {job.PausedWhy}";

    private static string Word(RunState state) => state switch { RunState.TimedOut => "timed out", _ => state.ToString().ToLowerInvariant() };

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
