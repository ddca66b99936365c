namespace OpsBridge.Jobs.Backups;

/// <summary>How far a copy can be trusted.</summary>
public enum CopyState
{
    /// <summary>Being made; not a copy yet. A dead attempt leaves it so until the next run tidies up.</summary>
    Making,

    /// <summary>Complete on disk, and nobody has proven that it can be restored.</summary>
    Unverified,

    /// <summary>Complete, and checked: by a restore, or file by file where the kind cannot restore by itself.</summary>
    Verified,

    /// <summary>Not what was written, or it could not be restored. Kept for a closer look until retention takes it.</summary>
    Corrupt,

    /// <summary>Deleted by retention; the record stays.</summary>
    Expired,
}

/// <summary>One result of a backup: what was made, where it lies, and what was found when it was checked.</summary>
public sealed class BackupCopy
{
    /// <summary>Longest <see cref="Verification"/>, in characters.</summary>
    public const int MaxVerification = 500;

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; init; }

    /// <summary>The job that made it.</summary>
    public Guid JobId { get; init; }

    /// <summary>The run that made it.</summary>
    public Guid RunId { get; init; }

    /// <summary>The asset that was backed up; null when the job names none.</summary>
    public Guid? AssetId { get; init; }

    /// <summary>What was backed up, for people; copies of the same thing have the same text.</summary>
    public required string Target { get; init; }

    /// <summary>The kind that made it, as in <see cref="Kinds.JobSettings.Kind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Absolute path of the file or folder, or the name within a repository.</summary>
    public required string Path { get; init; }

    /// <summary>Size as stored, in bytes. In a repository: what this run added.</summary>
    public long Bytes { get; private set; }

    /// <summary>Size of what it would restore, in bytes; null where that is not known.</summary>
    public long? SourceBytes { get; private set; }

    /// <summary>SHA-256 of the file, or of the manifest of a folder; 64 hex digits, empty in a repository.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary>Files or tables within.</summary>
    public long Files { get; private set; }

    /// <summary>When making it began (UTC). What happened later is not in it.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was complete (UTC).</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>How far it can be trusted.</summary>
    public CopyState State { get; private set; }

    /// <summary>What the last check found, in words.</summary>
    public string Verification { get; private set; } = "";

    /// <summary>When it was checked last (UTC).</summary>
    public DateTimeOffset? CheckedAt { get; private set; }

    /// <summary>How long its last restore took; null when it was never restored.</summary>
    public TimeSpan? RestoreTook { get; private set; }

    /// <summary>What a restore must show, as JSON: rows by table.</summary>
    public string? Facts { get; private set; }

    /// <summary>Whether it would be used in an emergency.</summary>
    public bool IsGood => State == CopyState.Verified;

    /// <summary>It is complete on disk.</summary>
    internal void Complete(MadeCopy made, DateTimeOffset now)
    {
        (Bytes, SourceBytes, Sha256, Files, Facts) = (made.Bytes, made.SourceBytes, made.Sha256, made.Files, made.Facts);
        (EndedAt, State, Verification) = (now, CopyState.Unverified, "not checked yet");
    }

    /// <summary>It was checked; nothing changes what retention has deleted.</summary>
    internal void Judge(CopyVerdict verdict, DateTimeOffset now)
    {
        if (State is CopyState.Expired or CopyState.Making)
        {
            return;
        }

        State = verdict.Outcome switch
        {
            CopyOutcome.Good => CopyState.Verified,
            CopyOutcome.Bad => CopyState.Corrupt,
            _ => State, // could not be looked at: what was known stays
        };
        Verification = verdict.Words.Length <= MaxVerification ? verdict.Words : verdict.Words[..(MaxVerification - 1)] + "…";
        CheckedAt = now;
        RestoreTook = verdict.RestoreTook ?? RestoreTook;
        Facts ??= verdict.Facts;
    }

    /// <summary>Retention takes it.</summary>
    internal void Expire(DateTimeOffset now)
    {
        Verification = $"deleted by retention on {now:yyyy-MM-dd HH:mm} UTC; before: {State}";
        State = CopyState.Expired;
    }
}

/// <summary>What a kind has made.</summary>
/// <param name="Bytes">Size as stored.</param>
/// <param name="Sha256">Of the file, or of the manifest of a folder.</param>
/// <param name="Files">Files or tables within.</param>
internal sealed record MadeCopy(long Bytes, string Sha256, long Files)
{
    /// <summary>Size of what it would restore.</summary>
    public long? SourceBytes { get; init; }

    /// <summary>What a restore must show, as JSON.</summary>
    public string? Facts { get; init; }

    /// <summary>Something the operator should know about a copy that is complete all the same, for example files that changed while they were read.</summary>
    public string? Remark { get; init; }

    /// <summary>What should be in the copy and is not, in words: the copy counts for what it holds, and the run has failed. Null when all is there.</summary>
    public string? Incomplete { get; init; }
}

/// <summary>How a check of a copy came out.</summary>
internal enum CopyOutcome
{
    /// <summary>It is what it should be.</summary>
    Good,

    /// <summary>It is not.</summary>
    Bad,

    /// <summary>It could not be looked at; says nothing about the copy.</summary>
    Unknown,
}

/// <summary>What a check of a copy found.</summary>
/// <param name="Outcome">Good, bad, or it could not be looked at.</param>
/// <param name="Words">In plain words.</param>
/// <param name="RestoreTook">How long the restore took, when it was restored.</param>
internal sealed record CopyVerdict(CopyOutcome Outcome, string Words, TimeSpan? RestoreTook = null)
{
    /// <summary>What later restores of this copy must show, as JSON, where only a restore could tell.</summary>
    public string? Facts { get; init; }
}
