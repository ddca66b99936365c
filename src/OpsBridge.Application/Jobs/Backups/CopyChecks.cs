using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs.Backups;

/// <summary>Reads a copy back and compares it with what was noted when it was made.</summary>
internal static class CopyChecks
{
    /// <summary>What is wrong with the file; null when every byte is as it was.</summary>
    public static async Task<CopyVerdict?> ReadBackAsync(BackupCopy copy, JobAttempt attempt, CancellationToken ct)
    {
        if (!File.Exists(copy.Path))
        {
            return new CopyVerdict(CopyOutcome.Bad, "the file is gone");
        }

        var found = new FileInfo(copy.Path).Length;
        if (found != copy.Bytes)
        {
            return new CopyVerdict(CopyOutcome.Bad, $"the file has {Sizes.Of(found)} instead of {Sizes.Of(copy.Bytes)}");
        }

        var hash = await DurableFiles.HashAsync(copy.Path, done => attempt.Report(new RunProgress("read back", done, found)), ct);
        return hash == copy.Sha256 ? null : new CopyVerdict(CopyOutcome.Bad, "the file is not what was written: its SHA-256 differs");
    }
}
