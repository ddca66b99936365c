using OpsBridge.Identity;
using OpsBridge.SignIn;

namespace OpsBridge.Jobs.Backups;

/// <summary>What a person can do to backups from a page; every answer is in words, also when the database is away.</summary>
public interface IBackupActions
{
    /// <summary>Reads the copies of a backup again (false), or drills its restore (true); <see cref="JobAnswer.Id"/> is the run.</summary>
    Task<JobAnswer> ProveAsync(Guid jobId, bool drill);

    /// <summary>Asks for a restore.</summary>
    Task<JobAnswer> AskAsync(Guid copyId, string newName, string why);

    /// <summary>Approves or refuses a restore; <see cref="JobAnswer.Id"/> is the run.</summary>
    Task<JobAnswer> DecideAsync(Guid requestId, bool approve, string typed);
}

/// <summary>The use cases of backups.</summary>
public sealed record BackupVerbs(RunProof Prove, AskRestore Ask, DecideRestore Decide);

/// <inheritdoc cref="IBackupActions"/>
public sealed class BackupActions(BackupVerbs verbs, CurrentActor current) : IBackupActions
{
    private static readonly CancellationToken s_toTheEnd = CancellationToken.None; // what was begun is not given up by leaving the page

    /// <inheritdoc />
    public Task<JobAnswer> ProveAsync(Guid jobId, bool drill) => JobAnswer.OfAsync(current, async actor =>
        await verbs.Prove.HandleAsync(jobId, drill, actor, s_toTheEnd) switch
        {
            RunProofResult.Started started => JobAnswer.Ok(drill ? "The restore drill runs." : "The copies are being read again.", started.RunId),
            RunProofResult.AlreadyRunning => JobAnswer.No("Such a run works already."),
            _ => JobAnswer.No("There is no such backup."),
        });

    /// <inheritdoc />
    public Task<JobAnswer> AskAsync(Guid copyId, string newName, string why) => JobAnswer.OfAsync(current, async actor =>
        await verbs.Ask.HandleAsync(copyId, newName, why, actor, s_toTheEnd) switch
        {
            AskRestoreResult.Asked => JobAnswer.Ok("It waits for a second person, for one hour."),
            AskRestoreResult.Invalid invalid => JobAnswer.Wrong(invalid.Errors),
            _ => JobAnswer.No("Only a verified copy can be restored, and this one is not or no longer."),
        });

    /// <inheritdoc />
    public Task<JobAnswer> DecideAsync(Guid requestId, bool approve, string typed) => JobAnswer.OfAsync(current, async actor =>
        await verbs.Decide.HandleAsync(requestId, approve, typed, actor, s_toTheEnd) switch
        {
            DecideRestoreResult.Approved approved => JobAnswer.Ok("Approved: the restore runs.", approved.RunId),
            DecideRestoreResult.Refused => JobAnswer.Ok("Refused."),
            DecideRestoreResult.OwnRequest => JobAnswer.No("You asked for it: somebody else must approve."),
            DecideRestoreResult.WrongName => JobAnswer.No("That is not the new name. Type it as it stands in the request."),
            _ => JobAnswer.No("It was decided already, or its hour is over."),
        });
}
