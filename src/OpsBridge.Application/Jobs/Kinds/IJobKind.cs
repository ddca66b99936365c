using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Jobs.Running;

namespace OpsBridge.Jobs.Kinds;

/// <summary>Does what jobs of one kind do. Singletons; one call per attempt.</summary>
public interface IJobKind
{
    /// <summary>The word in <see cref="JobSettings.Kind"/>.</summary>
    string Name { get; }

    /// <summary>
    /// Makes one attempt. Returns how it ended; throws only for surprises, which count as failed. Everything that lasts outside
    /// this process or in the database goes through <see cref="JobAttempt.CommitAsync"/>, so that an attempt that was given up
    /// for lost changes nothing when it wakes up again.
    /// </summary>
    /// <param name="attempt">What to do, and where its output goes.</param>
    /// <param name="ct">Ends at the time-out, at a cancel, and when the run was lost; the kind must stop everything it started.</param>
    Task<JobResult> RunAsync(JobAttempt attempt, CancellationToken ct);
}

/// <summary>One attempt of a run, as a kind sees it.</summary>
/// <param name="RunId">The run.</param>
/// <param name="JobId">Its job.</param>
/// <param name="JobName">The job's name at the time of the claim.</param>
/// <param name="AssetId">The asset it is about.</param>
/// <param name="NominalAt">When it should have started (UTC); the name of what it makes derives from this.</param>
/// <param name="Number">1 for the first attempt.</param>
/// <param name="Settings">What to do.</param>
public abstract record JobAttempt(Guid RunId, Guid JobId, string JobName, Guid? AssetId, DateTimeOffset NominalAt, int Number, JobSettings Settings)
{
    /// <summary>Adds a line to the run's output, at once visible to those who watch. Capped and cleaned by the receiver; never blocks for long.</summary>
    public abstract void Write(LineSource source, string line);

    /// <summary>Says how far it is; replaces what was said before.</summary>
    public abstract void Report(RunProgress progress);

    /// <summary>
    /// Writes in a transaction that holds only while this attempt still owns the run: the fencing token is compared under a
    /// row lock first.
    /// </summary>
    /// <exception cref="FenceLostException">The run was given to somebody else or given up; nothing was written.</exception>
    public abstract Task CommitAsync(Func<OpsDbContext, CancellationToken, Task> write, CancellationToken ct);

    /// <summary>
    /// The same for the effect of the whole attempt: with it the attempt has succeeded. Should this process be lost before it can
    /// end the run, the run has succeeded all the same, and nobody makes its effect a second time.
    /// </summary>
    /// <param name="write">Writes the effect.</param>
    /// <param name="summary">One line, at most 500 characters; never a secret.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="FenceLostException">The run was given to somebody else or given up; nothing was written.</exception>
    public Task FinishAsync(Func<OpsDbContext, CancellationToken, Task> write, string summary, CancellationToken ct) => CommitAsync(
        async (db, token) =>
        {
            await write(db, token);
            var line = RunText.Line(summary, 500);
            await db.Set<RunAttempt>().Where(a => a.RunId == RunId && a.Number == Number)
                .ExecuteUpdateAsync(u => u.SetProperty(a => a.State, RunState.Succeeded).SetProperty(a => a.Summary, line), token);
        },
        ct);
}

/// <summary>Where a line of output came from.</summary>
public enum LineSource
{
    /// <summary>What OpsBridge itself says about the run.</summary>
    Note,

    /// <summary>Standard output, or the answer of a server.</summary>
    Out,

    /// <summary>Standard error.</summary>
    Error,
}

/// <summary>How far a run is.</summary>
/// <param name="Phase">What it does now, for example "dump" or "verify by restore".</param>
/// <param name="Done">Units done, bytes as a rule; null when it cannot be known.</param>
/// <param name="Total">Units in all; null when it cannot be known.</param>
public sealed record RunProgress(string Phase, long? Done = null, long? Total = null);

/// <summary>How an attempt ended.</summary>
/// <param name="Good">Whether it did what it should.</param>
/// <param name="Summary">One line, at most 500 characters (longer is cut); never a secret.</param>
/// <param name="ExitCode">Exit code or HTTP status; null when there is none.</param>
/// <param name="MayRetry">False when another attempt cannot help, for example wrong settings.</param>
public sealed record JobResult(bool Good, string Summary, int? ExitCode = null, bool MayRetry = true);

/// <summary>The attempt no longer owns its run.</summary>
public sealed class FenceLostException() : Exception("This run was given up or given to another process; nothing was written.");
