using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs.Backups;

/// <summary>Answer of <see cref="RunProof"/>.</summary>
public abstract record RunProofResult
{
    /// <summary>It runs.</summary>
    /// <param name="RunId">The run.</param>
    public sealed record Started(Guid RunId) : RunProofResult;

    /// <summary>Such a run works already.</summary>
    public sealed record AlreadyRunning : RunProofResult;

    /// <summary>No such backup job.</summary>
    public sealed record NotFound : RunProofResult;
}

/// <summary>Reads the copies of a backup again, or drills its restore, now. The job for it is made the first time.</summary>
public sealed class RunProof(IDbContextFactory<OpsDbContext> contexts, RestoreVerbs verbs)
{
    /// <summary>Starts it.</summary>
    /// <param name="jobId">The backup job.</param>
    /// <param name="drill">True for a restore drill, false to read the copies again.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<RunProofResult> HandleAsync(Guid jobId, bool drill, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.RunJobs);
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<Job>().AsNoTracking().SingleOrDefaultAsync(j => j.Id == jobId, ct) is not { Settings: BackupSettings } job)
        {
            return new RunProofResult.NotFound();
        }

        var name = $"{(drill ? "Drill" : "Re-verify")}: {job.Name}";
        name = name.Length <= JobDetails.MaxName ? name : name[..JobDetails.MaxName];
        return await verbs.StartAsync(name, drill ? new DrillSettings(jobId) : new VerifySettings(jobId), ct) is { } run
            ? new RunProofResult.Started(run)
            : new RunProofResult.AlreadyRunning();
    }
}
