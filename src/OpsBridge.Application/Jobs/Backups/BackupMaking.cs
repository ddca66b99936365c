using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs.Backups;

/// <summary>How one kind makes a copy and checks it. One object per attempt.</summary>
internal abstract class BackupMaking
{
    /// <summary>Ending of the copy's name, for example <c>.dump</c>.</summary>
    public abstract string Ending { get; }

    /// <summary>Whether copies lie in a repository of another program; otherwise each is a file or folder of its own.</summary>
    public virtual bool InRepository => false;

    /// <summary>Name of the copy that an attempt makes.</summary>
    public virtual string NameOf(JobAttempt attempt) => BackupFolders.NameOf(attempt, Ending);

    /// <summary>Makes the copy at a path that does not exist yet; complete and closed when it returns. In a repository, the path is for files on the way.</summary>
    /// <exception cref="KindFault">It could not be made; the message says why.</exception>
    public abstract Task<MadeCopy> MakeAsync(string path, CancellationToken ct);

    /// <summary>Looks whether the copy can be restored. Leaves nothing behind.</summary>
    /// <exception cref="KindFault">It could not be looked at; says nothing about the copy.</exception>
    public abstract Task<CopyVerdict> VerifyAsync(BackupCopy copy, CancellationToken ct);

    /// <summary>Reads the copy again, without a restore.</summary>
    /// <exception cref="KindFault">It could not be looked at; says nothing about the copy.</exception>
    public abstract Task<CopyVerdict> RereadAsync(BackupCopy copy, CancellationToken ct);

    /// <summary>Restores the copy to a scratch place and compares. Leaves nothing behind.</summary>
    /// <exception cref="KindFault">It could not be looked at; says nothing about the copy.</exception>
    public abstract Task<CopyVerdict> DrillAsync(BackupCopy copy, CancellationToken ct);

    /// <summary>Restores the copy under a name that is not taken, and leaves it there.</summary>
    /// <exception cref="KindFault">It could not be restored; the message says why.</exception>
    public abstract Task<CopyVerdict> RestoreAsync(BackupCopy copy, string newName, CancellationToken ct);

    /// <summary>Removes what dead attempts left outside the folder of copies, for example scratch databases.</summary>
    /// <param name="isDead">Whether a run (32 hex digits) has no living attempt.</param>
    /// <param name="ct">Gives up.</param>
    public virtual Task TidyAsync(Func<Guid, Task<bool>> isDead, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Removes copies that retention gave up from the repository; files are removed by others.</summary>
    /// <param name="copies">Recorded as deleted.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="KindFault">They stay for now; the next run of the job removes them.</exception>
    public virtual Task ForgetAsync(IReadOnlyList<BackupCopy> copies, CancellationToken ct) => Task.CompletedTask;
}
