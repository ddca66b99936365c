using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts;
using OpsBridge.Data;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Schedules;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs.Running;

/// <summary>How an attempt ended.</summary>
/// <param name="State">Succeeded, failed, timed out, cancelled or lost.</param>
/// <param name="Summary">One line.</param>
/// <param name="ExitCode">Exit code or HTTP status.</param>
/// <param name="MayRetry">Whether another attempt can help.</param>
/// <param name="Elapsed">Measured duration; null when nobody could measure it.</param>
internal sealed record AttemptEnd(RunState State, string Summary, int? ExitCode, bool MayRetry, TimeSpan? Elapsed);

/// <summary>
/// Ends attempts and runs: in one transaction the state, the attempt, the alerts, the timeline and the runs that come after
/// it in a chain. Locks the jobs first and the run second, as the planner does.
/// </summary>
internal sealed class RunEnding(IDbContextFactory<OpsDbContext> contexts, JobPlanner planner, TimeProvider clock)
{
    private static readonly TimeSpan s_longestWait = TimeSpan.FromHours(6);

    /// <summary>Ends the attempt that holds the token.</summary>
    /// <returns>The state that the run has now: waiting when another attempt follows.</returns>
    /// <exception cref="FenceLostException">The token is not the run's any more; nothing was written.</exception>
    public Task<RunState> EndAsync(Guid jobId, Guid runId, long token, AttemptEnd end, CancellationToken ct) =>
        EndAsync(jobId, runId, run => run.Token == token, end, ct);

    /// <summary>Gives up a run whose owner is silent, unless it was renewed meanwhile.</summary>
    /// <exception cref="FenceLostException">It was renewed or ended; nothing was written.</exception>
    public Task<RunState> LoseAsync(Guid jobId, Guid runId, long token, DateTimeOffset? leaseUntil, AttemptEnd end, CancellationToken ct) =>
        EndAsync(jobId, runId, run => run.Token == token && run.LeaseUntil == leaseUntil, end, ct);

    /// <summary>The wait before the next attempt: doubled each time, 6 hours at most.</summary>
    internal static TimeSpan Backoff(TimeSpan first, int attempt)
    {
        var wait = first * Math.Pow(2, attempt - 1);
        return wait < s_longestWait ? wait : s_longestWait;
    }

    private Task<RunState> EndAsync(Guid jobId, Guid runId, Func<JobRun, bool> isOurs, AttemptEnd end, CancellationToken ct) => JobRows.WithinAsync(
        contexts,
        async db =>
        {
            var now = clock.GetUtcNow();
            var (job, followers) = await LockJobsAsync(db, jobId, ct);
            var run = await JobRows.LockRunAsync(db, runId, ct);
            if (run is null || run.State != RunState.Running || !isOurs(run))
            {
                throw new FenceLostException();
            }

            var attempt = await db.Set<RunAttempt>().SingleAsync(a => a.RunId == runId && a.Number == run.Attempt, ct);
            var details = run.JobNumber == job.Number ? job.Details : (await db.Set<JobVersion>().AsNoTracking().SingleAsync(v => v.JobId == jobId && v.Number == run.JobNumber, ct)).Details;
            if (attempt.State == RunState.Succeeded && end.State is RunState.Lost or RunState.TimedOut or RunState.Cancelled)
            {
                end = end with { State = RunState.Succeeded, Summary = attempt.Summary, MayRetry = false }; // its effect was committed before
            }

            var summary = RunText.Line(end.Summary, 500);
            var took = end.Elapsed ?? (now > attempt.StartedAt ? now - attempt.StartedAt : TimeSpan.Zero);
            (attempt.EndedAt, attempt.State, attempt.ExitCode, attempt.Summary) = (attempt.StartedAt + took, end.State, end.ExitCode, summary);
            (run.ExitCode, run.Summary, run.LeaseUntil, run.Phase) = (end.ExitCode, summary, null, null);
            if (job.RetiredAt is null && AnotherFollows(run, details, end))
            {
                await WaitAsync(db, job, run, details, end, now);
                return run.State;
            }

            (run.State, run.EndedAt) = (end.State, attempt.EndedAt);
            await TellAsync(db, job, run, details, took, now, ct);
            foreach (var follower in followers.Where(f => f.Schedule is AfterSchedule after && After(after.When, run.State)))
            {
                var at = now + ((AfterSchedule)follower.Schedule).Delay;
                await planner.FollowAsync(db, follower, run, at, now, ct);
            }

            return run.State;
        },
        ct);

    private static bool AnotherFollows(JobRun run, JobDetails details, AttemptEnd end) =>
        end is { MayRetry: true, State: RunState.Failed or RunState.TimedOut or RunState.Lost } && run.CancelledBy is null && run.Attempt < details.Attempts;

    /// <summary>Puts the run back among those that wait; no place is held meanwhile, and a restart forgets nothing.</summary>
    private static Task WaitAsync(OpsDbContext db, Job job, JobRun run, JobDetails details, AttemptEnd end, DateTimeOffset now)
    {
        var wait = Backoff(details.RetryAfter, run.Attempt);
        (run.State, run.RetryAt, run.StartBy) = (RunState.Waiting, now + wait, null);
        run.Summary = RunText.Line(string.Create(CultureInfo.InvariantCulture, $"attempt {run.Attempt} of {details.Attempts} {Verb(end.State)}: {end.Summary}"), 500);
        db.Add(TimelineEntry.Record(now, JobHistory.Self, JobHistory.Of(job, run, "retried", $"{job.Name}: {run.Summary}; tried again in {JobWords.Span(wait)}")));
        return Task.CompletedTask;
    }

    private static async Task TellAsync(OpsDbContext db, Job job, JobRun run, JobDetails details, TimeSpan took, DateTimeOffset now, CancellationToken ct)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{job.Name} of {run.NominalAt:yyyy-MM-dd HH:mm} UTC");
        db.Add(TimelineEntry.Record(now, JobHistory.Self, JobHistory.Of(job, run, Kind(run.State), $"{name} {Verb(run.State)} after {JobWords.Span(took)}{(run.Summary.Length == 0 ? "" : ": ")}{run.Summary}")));
        switch (run.State)
        {
            case var _ when job.RetiredAt is not null:
                break; // nobody would ever clear an alert about a job that is out of use
            case RunState.Succeeded:
                job.Judge(null, null);
                await JobAlarms.ApplyAsync(db, [.. GoodSignals(job, run, details, took, now)], ct);
                break;
            case RunState.Failed or RunState.TimedOut or RunState.Lost:
                await JobAlarms.ApplyAsync(db, [JobAlarms.Signal(job, JobAlarms.Failed, firing: true, details.Severity, $"{name} {Verb(run.State)}: {run.Summary}", now)], ct);
                break;
            default:
                break;
        }
    }

    /// <summary>A good run ends what was told about the job; one that was suspiciously short tells something of its own.</summary>
    private static IEnumerable<AlertSignal> GoodSignals(Job job, JobRun run, JobDetails details, TimeSpan took, DateTimeOffset now)
    {
        foreach (var alertname in (string[])[JobAlarms.Failed, JobAlarms.Missed, JobAlarms.Late])
        {
            yield return JobAlarms.Signal(job, alertname, firing: false, AlertSeverity.Info, $"{job.Name} succeeded", now);
        }

        if (took < details.AtLeast)
        {
            yield return JobAlarms.Signal(job, JobAlarms.Duration, firing: true, AlertSeverity.Warning, $"{job.Name} took only {JobWords.Span(took)}, at least {JobWords.Span(details.AtLeast.Value)} is expected: look whether it did anything", now);
        }
        else if (!run.TooLong)
        {
            yield return JobAlarms.Signal(job, JobAlarms.Duration, firing: false, AlertSeverity.Info, $"{job.Name} took {JobWords.Span(took)}", now);
        }
    }

    private static bool After(AfterCondition when, RunState state) => when switch
    {
        AfterCondition.Success => state == RunState.Succeeded,
        AfterCondition.Failure => state is RunState.Failed or RunState.TimedOut or RunState.Lost,
        _ => state != RunState.Cancelled,
    };

    private static string Kind(RunState state) => state switch
    {
        RunState.Succeeded => "succeeded",
        RunState.Cancelled => "stopped",
        RunState.Lost => "lost",
        _ => "failed",
    };

    private static string Verb(RunState state) => state switch
    {
        RunState.Succeeded => "succeeded",
        RunState.TimedOut => "timed out",
        RunState.Cancelled => "was cancelled",
        RunState.Lost => "was lost",
        _ => "failed",
    };

    /// <summary>The job and those right after it, locked in the order of their keys.</summary>
    private static async Task<(Job Job, IReadOnlyList<Job> Followers)> LockJobsAsync(OpsDbContext db, Guid jobId, CancellationToken ct)
    {
        var key = jobId.ToString();
        var jobs = await db.Set<Job>()
            .FromSql($"select *, xmin from jobs where id = {jobId} or (details -> 'schedule' ->> 'jobId' = {key} and retired_at is null) order by id for update")
            .ToListAsync(ct);
        return (jobs.Single(j => j.Id == jobId), [.. jobs.Where(j => j.Id != jobId)]);
    }
}
