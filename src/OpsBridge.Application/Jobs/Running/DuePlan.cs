using System.Globalization;
using OpsBridge.Jobs.Schedules;

namespace OpsBridge.Jobs.Running;

/// <summary>What is known about a job at the moment at which its nominal times are dealt with.</summary>
/// <param name="Job">The job, locked.</param>
/// <param name="Calendar">Its calendar.</param>
/// <param name="Open">Its runs that wait or run, oldest first.</param>
/// <param name="InMaintenance">Whether a maintenance window covers its asset now; null when it does not matter.</param>
/// <param name="Now">Now (UTC).</param>
public sealed record DueFacts(Job Job, CalendarRules? Calendar, IReadOnlyList<JobRun> Open, bool? InMaintenance, DateTimeOffset Now);

/// <summary>What becomes of the nominal times that have come.</summary>
/// <param name="Runs">A run for each, oldest first; those that are not missed wait.</param>
/// <param name="CancelOld">Whether the runs that are open are to be cancelled.</param>
/// <param name="NextAt">The next nominal time (UTC).</param>
public sealed record DuePlan(IReadOnlyList<JobRun> Runs, bool CancelOld, DateTimeOffset? NextAt)
{
    /// <summary>So many nominal times of one outage get a run of their own; what is older is counted in the oldest one.</summary>
    public const int MostRecorded = 5000;

    /// <summary>Deals with every nominal time up to now. Decides only; stores nothing.</summary>
    public static DuePlan Of(DueFacts facts)
    {
        var (job, now) = (facts.Job, facts.Now);
        if (job.NextAt is not { } first || first > now)
        {
            return new DuePlan([], false, job.NextAt);
        }

        var due = new Queue<NextFire>();
        var uncounted = 0;
        DateTimeOffset? next = null;
        foreach (var fire in FireTimes.After(job.Schedule, facts.Calendar, first.AddTicks(-1)).Where(f => Counts(f, facts.Calendar)))
        {
            if (fire.At > now)
            {
                next = fire.At;
                break;
            }

            due.Enqueue(fire);
            if (due.Count > MostRecorded)
            {
                due.Dequeue();
                uncounted++;
            }
        }

        return Decide(facts, [.. due], uncounted) with { NextAt = next };
    }

    /// <summary>What becomes of one nominal time that no schedule names: that of a job after another.</summary>
    public static DuePlan OfOne(DueFacts facts, DateTimeOffset at)
    {
        var excluded = facts.Calendar?.ExcludedBy(at);
        return excluded is not null && facts.Calendar!.WhenExcluded != WhenExcluded.Record
            ? new DuePlan([], false, null)
            : Decide(facts, [new NextFire(at, at.UtcDateTime, Kernel.ClockNote.None, excluded)], 0);
    }

    /// <summary>The runs that are caught up now, of those that were missed: their state is changed.</summary>
    /// <param name="details">Says what is caught up.</param>
    /// <param name="missed">Missed while starts were impossible, oldest first.</param>
    public static void CatchUpOn(JobDetails details, IReadOnlyList<JobRun> missed)
    {
        foreach (var run in details.CatchUp switch { CatchUp.None => [], CatchUp.Last => missed.TakeLast(1), _ => missed })
        {
            (run.State, run.EndedAt, run.Alone, run.StartBy) = (details.CatchUp == CatchUp.AskOperator ? RunState.Asking : RunState.Waiting, null, true, null);
        }
    }

    private static bool Counts(NextFire fire, CalendarRules? calendar) => fire.ExcludedBy is null || calendar?.WhenExcluded == WhenExcluded.Record;

    private static DuePlan Decide(DueFacts facts, IReadOnlyList<NextFire> due, int uncounted)
    {
        var runs = new List<JobRun>(due.Count);
        var cancel = false;
        for (var i = 0; i < due.Count; i++)
        {
            var run = NewRun(facts, due[i]);
            var cause = CauseOf(facts, due[i], isLast: i == due.Count - 1);
            if (cause is null)
            {
                cause = Overlapping(facts, runs, run, ref cancel);
            }

            if (cause is { } missed)
            {
                (run.State, run.Cause, run.EndedAt, run.Summary) = (RunState.Missed, missed, facts.Now, Words(facts, missed, due[i]));
            }

            runs.Add(run);
        }

        if (uncounted > 0)
        {
            runs[0].Summary += string.Create(CultureInfo.InvariantCulture, $"; so were {uncounted} nominal times before it");
        }

        CatchUpOn(facts.Job.Details, [.. runs.Where(r => r.Cause == MissCause.Down && facts.Job.PausedAt is null)]);
        return new DuePlan(runs, cancel, null);
    }

    private static JobRun NewRun(DueFacts facts, NextFire fire) => new()
    {
        Id = Guid.CreateVersion7(fire.At),
        JobId = facts.Job.Id,
        NominalAt = fire.At,
        Origin = RunOrigin.Schedule,
        JobNumber = facts.Job.Number,
        State = RunState.Waiting,
        Alone = facts.Job.Details.Overlap != Overlap.Allow,
        StartBy = facts.Job.Details.CatchUp == CatchUp.None ? fire.At + facts.Job.Details.LateAfter : null,
    };

    /// <summary>Why it cannot start, before other runs are looked at. Of several times that come due at once only the last is in time, unless runs may stand side by side.</summary>
    private static MissCause? CauseOf(DueFacts facts, NextFire fire, bool isLast)
    {
        var (job, now) = (facts.Job, facts.Now);
        return fire switch
        {
            { ExcludedBy: not null } => MissCause.Calendar,
            _ when fire.At >= job.PausedAt && fire.At < job.PausedUntil => job.Held ? MissCause.Held : MissCause.Paused,
            _ when now - fire.At > job.Details.LateAfter => MissCause.Down,
            _ when !isLast && job.Details.Overlap != Overlap.Allow => MissCause.Down,
            _ when facts.InMaintenance is { } inside && inside != (job.Details.OnlyWhile == OnlyWhile.InMaintenance) => MissCause.Maintenance,
            _ => null,
        };
    }

    private static MissCause? Overlapping(DueFacts facts, List<JobRun> planned, JobRun run, ref bool cancel)
    {
        var open = facts.Open.Concat(planned.Where(r => r.State == RunState.Waiting)).ToList();
        if (open.Count == 0)
        {
            return null;
        }

        switch (facts.Job.Details.Overlap)
        {
            case Overlap.Skip when facts.Job.Details.CatchUp == CatchUp.AllInOrder && open.TrueForAll(r => r.Cause is not null):
                run.StartBy = null; // behind those that are caught up
                return null;
            case Overlap.Skip:
            case Overlap.Queue when open.Exists(r => r is { State: RunState.Waiting, Attempt: 0, Cause: null }):
                return MissCause.Blocked;
            case Overlap.CancelOld:
                cancel = true;
                goto case Overlap.Queue;
            case Overlap.Queue:
                run.StartBy = null;
                return null;
            default:
                return null;
        }
    }

    private static string Words(DueFacts facts, MissCause cause, NextFire fire) => cause switch
    {
        MissCause.Calendar => $"the calendar excludes it: {fire.ExcludedBy}",
        MissCause.Paused => $"paused by {facts.Job.PausedBy}: {facts.Job.PausedWhy}",
        MissCause.Held => $"held by {facts.Job.PausedBy}: {facts.Job.PausedWhy}",
        MissCause.Maintenance => facts.Job.Details.OnlyWhile == OnlyWhile.InMaintenance ? "the asset was not in maintenance" : "the asset was in maintenance",
        MissCause.Blocked => "the run before it had not ended",
        _ => "OpsBridge was not running, or did not come to it in time",
    };
}
