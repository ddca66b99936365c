namespace OpsBridge.Jobs.Backups;

/// <summary>Why something was restored.</summary>
public enum ProofKind
{
    /// <summary>To check the copy right after it was made.</summary>
    Verification,

    /// <summary>For practice: a drill.</summary>
    Drill,

    /// <summary>In earnest.</summary>
    Restore,
}

/// <summary>Evidence that a copy was restored, or could not be. Never changed.</summary>
public sealed class BackupProof
{
    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; init; }

    /// <summary>The copy.</summary>
    public Guid CopyId { get; init; }

    /// <summary>The job that made the copy.</summary>
    public Guid JobId { get; init; }

    /// <summary>The run that restored it.</summary>
    public Guid RunId { get; init; }

    /// <summary>When it ended (UTC).</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Why.</summary>
    public ProofKind Kind { get; init; }

    /// <summary>Whether all of it came back.</summary>
    public bool Good { get; init; }

    /// <summary>How long it took: the measured recovery time.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>What was found, in words.</summary>
    public string Words { get; init; } = "";

    /// <summary>Evidence from a verdict; null when nothing was restored.</summary>
    internal static BackupProof? From(BackupCopy copy, CopyVerdict verdict, ProofKind kind, Guid runId, DateTimeOffset now) => verdict.RestoreTook is not { } took ? null : new()
    {
        Id = Guid.CreateVersion7(now),
        CopyId = copy.Id,
        JobId = copy.JobId,
        RunId = runId,
        At = now,
        Kind = kind,
        Good = verdict.Outcome == CopyOutcome.Good,
        Took = took,
        Words = verdict.Words.Length <= BackupCopy.MaxVerification ? verdict.Words : verdict.Words[..BackupCopy.MaxVerification],
    };
}
