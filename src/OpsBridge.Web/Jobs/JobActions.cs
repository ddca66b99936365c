using OpsBridge.Identity;
using OpsBridge.SignIn;

namespace OpsBridge.Jobs;

/// <summary>What a person can do to jobs from a page; every answer is in words, also when the database is away.</summary>
public interface IJobActions
{
    /// <summary>Stores a new job, or a new version of a known one.</summary>
    Task<JobAnswer> SaveAsync(Guid? id, int seen, JobDetails details);

    /// <summary>Takes one out of use; a run that works ends as is said.</summary>
    Task<JobAnswer> RetireAsync(Guid id, RunsAtRetirement runs);

    /// <summary>Runs it now; <see cref="JobAnswer.Id"/> is the run, also when one works already.</summary>
    Task<JobAnswer> RunAsync(Guid id);

    /// <summary>Asks that a run be cancelled.</summary>
    Task<JobAnswer> CancelAsync(Guid runId);

    /// <summary>No start until a moment.</summary>
    Task<JobAnswer> PauseAsync(Guid id, DateTimeOffset until, string why, bool hold);

    /// <summary>Starts again.</summary>
    Task<JobAnswer> ResumeAsync(Guid id);

    /// <summary>Decides about a missed run.</summary>
    Task<JobAnswer> DecideAsync(Guid runId, bool run, string why);
}

/// <summary>The use cases of jobs.</summary>
public sealed record JobVerbs(SaveJob Save, RetireJob Retire, RunVerbs Runs, PauseVerbs Pauses);

/// <summary>The use cases of runs.</summary>
public sealed record RunVerbs(RunJobNow Run, CancelRun Cancel, DecideMissed Decide);

/// <summary>The use cases of pauses and holds.</summary>
public sealed record PauseVerbs(PauseJob Pause, ResumeJob Resume);

/// <inheritdoc cref="IJobActions"/>
public sealed class JobActions(JobVerbs verbs, CurrentActor current) : IJobActions
{
    private static readonly CancellationToken s_toTheEnd = CancellationToken.None; // what was begun is not given up by leaving the page

    /// <inheritdoc />
    public Task<JobAnswer> SaveAsync(Guid? id, int seen, JobDetails details) => JobAnswer.OfAsync(current, async actor =>
        await verbs.Save.HandleAsync(id, seen, details, actor, s_toTheEnd) switch
        {
            SaveJobResult.Done { Number: 1 } done => JobAnswer.Ok("The job is in use.", done.Id),
            SaveJobResult.Done done => JobAnswer.Ok($"Version {done.Number} holds from now on.", done.Id),
            SaveJobResult.Stale stale => JobAnswer.No($"{stale.By} changed this job while you were editing. What you typed is still here and not stored yet.") with { IsStale = true },
            SaveJobResult.Invalid invalid => JobAnswer.Wrong(invalid.Errors),
            _ => JobAnswer.No("There is no such job in use."),
        });

    /// <inheritdoc />
    public Task<JobAnswer> RetireAsync(Guid id, RunsAtRetirement runs) => JobAnswer.OfAsync(current, async actor =>
        await verbs.Retire.HandleAsync(id, runs, actor, s_toTheEnd) switch
        {
            RetireJobResult.InBatch batch => JobAnswer.No($"The batch {batch.Name} ends with it. Change or retire the batch first."),
            RetireJobResult.Done { Working: 0 } => JobAnswer.Ok("Retired. It never starts again; its runs stay on record."),
            RetireJobResult.Done when runs == RunsAtRetirement.Cancel => JobAnswer.Ok("Retired. Its run is being cancelled."),
            RetireJobResult.Done => JobAnswer.Ok("Retired. Its run goes on to its end and is the last."),
            RetireJobResult.InChain chain => JobAnswer.No($"{chain.By} runs after it. Change or retire that one first."),
            _ => JobAnswer.No("There is no such job in use."),
        });

    /// <inheritdoc />
    public Task<JobAnswer> RunAsync(Guid id) => JobAnswer.OfAsync(current, async actor =>
        await verbs.Runs.Run.HandleAsync(id, actor, s_toTheEnd) switch
        {
            RunJobResult.Started started => JobAnswer.Ok("It runs.", started.RunId),
            RunJobResult.AlreadyRunning already => JobAnswer.No("A run of it works or waits already.", already.RunId),
            _ => JobAnswer.No("There is no such job in use."),
        });

    /// <inheritdoc />
    public Task<JobAnswer> CancelAsync(Guid runId) => JobAnswer.OfAsync(current, async actor =>
        await verbs.Runs.Cancel.HandleAsync(runId, actor, s_toTheEnd) switch
        {
            CancelRunResult.Asked => JobAnswer.Ok("It is being cancelled."),
            CancelRunResult.Ended => JobAnswer.No("It had ended before."),
            _ => JobAnswer.No("There is no such run."),
        });

    /// <inheritdoc />
    public Task<JobAnswer> PauseAsync(Guid id, DateTimeOffset until, string why, bool hold) => JobAnswer.OfAsync(current, async actor =>
        await verbs.Pauses.Pause.HandleAsync(id, until, why, hold, actor, s_toTheEnd) switch
        {
            PauseJobResult.Done => JobAnswer.Ok(hold ? "Held." : "Paused."),
            PauseJobResult.MayNotBeHeld => JobAnswer.No("This job must run whatever happens: it may not be held."),
            PauseJobResult.Invalid invalid => JobAnswer.Wrong(invalid.Errors),
            _ => JobAnswer.No("There is no such job in use."),
        });

    /// <inheritdoc />
    public Task<JobAnswer> ResumeAsync(Guid id) => JobAnswer.OfAsync(current, async actor =>
        await verbs.Pauses.Resume.HandleAsync(id, actor, s_toTheEnd) switch
        {
            ResumeJobResult.Done => JobAnswer.Ok("It starts again at its times."),
            ResumeJobResult.NotPaused { By: { } by } => JobAnswer.No($"{by} resumed it before."),
            ResumeJobResult.NotPaused => JobAnswer.No("It was not paused."),
            _ => JobAnswer.No("There is no such job in use."),
        });

    /// <inheritdoc />
    public Task<JobAnswer> DecideAsync(Guid runId, bool run, string why) => JobAnswer.OfAsync(current, async actor =>
        await verbs.Runs.Decide.HandleAsync(runId, run, why, actor, s_toTheEnd) switch
        {
            DecideMissedResult.Done => JobAnswer.Ok(run ? "It runs with its own nominal time." : "It stays missed."),
            DecideMissedResult.Decided decided => JobAnswer.No($"{decided.By} decided before."),
            _ => JobAnswer.No("There is no such run."),
        });
}
