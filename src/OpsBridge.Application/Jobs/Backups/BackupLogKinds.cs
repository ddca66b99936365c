using OpsBridge.Identity;
using OpsBridge.Shifts.LogBook;

namespace OpsBridge.Jobs.Backups;

/// <summary>What of backups, restores, secrets and commands belongs into the log book.</summary>
internal sealed class BackupLogKinds : ILogBookKinds
{
    /// <inheritdoc />
    public string Permission => Permissions.ViewJobs;

    /// <inheritdoc />
    public IReadOnlyList<string> Kinds => ["backup.corrupt", "backup.unverified", "restore.done", "restore.failed"];

    /// <inheritdoc />
    public IReadOnlyList<string> KindsOfPeople =>
        ["restore.asked", "restore.approved", "restore.refused", "job_secret.added", "job_secret.replaced", "job_secret.removed", "job_secret.rotated", "job_command.registered", "job_command.removed"];

    /// <inheritdoc />
    public IReadOnlyList<(string Subject, string Title)> Digested => [("restore", "Restores"), ("job_command", "Commands of jobs")];

    /// <inheritdoc />
    public string? PageOf(string subject, string subjectId) => subject switch
    {
        "backup" or "restore" => "/backups",
        _ => null,
    };
}
