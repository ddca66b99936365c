using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs.Backups;

/// <summary>The kinds that write copies into a folder; they differ only in how a copy is made and checked.</summary>
/// <param name="name">The kind's word.</param>
/// <param name="runs">What surrounds every attempt.</param>
/// <param name="backups">What surrounds every backup.</param>
/// <param name="makings">Who makes the copy.</param>
public sealed class BackupKind(string name, KindRun runs, BackupRunner backups, CopyMakings makings) : IJobKind
{
    /// <summary>The words of these kinds.</summary>
    public static IReadOnlyList<string> Names { get; } = ["pgdump", "pgbasebackup", "opsbridge", "archive", "restic", "borg"];

    /// <inheritdoc />
    public string Name => name;

    /// <inheritdoc />
    public Task<JobResult> RunAsync(JobAttempt attempt, CancellationToken ct) => runs.RunAsync<BackupSettings>(
        attempt, async (scene, token) => await backups.RunAsync(scene, await makings.FindAsync(scene, token), token), ct);
}
