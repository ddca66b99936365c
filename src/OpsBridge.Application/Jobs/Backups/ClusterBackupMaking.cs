using System.Globalization;
using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs.Backups;

/// <summary>pg_basebackup of a whole server into a folder, with the WAL that makes it consistent, checked by pg_verifybackup.</summary>
internal sealed class ClusterBackupMaking(JobAttempt attempt, PgPrograms programs, PgLogin server, TimeProvider clock) : BackupMaking
{
    private const string Manifest = "backup_manifest";

    public override string Ending => ".base";

    public override async Task<MadeCopy> MakeAsync(string path, CancellationToken ct)
    {
        var major = await MajorAsync(ct);
        attempt.Report(new RunProgress("base backup"));
        PrivateFiles.MakeFolder(path);
        await programs.RunAsync(
            "pg_basebackup",
            [$"--pgdata={path}", "--format=plain", "--wal-method=stream", "--checkpoint=fast", "--manifest-checksums=SHA256", "--no-password", "--verbose"],
            server,
            major,
            ct);
        var files = new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Where(f => f.LinkTarget is null).ToList();
        var sha256 = await DurableFiles.HashAsync(Path.Combine(path, Manifest), null, ct);
        var bytes = files.Sum(f => f.Length);
        return new MadeCopy(bytes, sha256, files.Count) { SourceBytes = bytes };
    }

    public override async Task<CopyVerdict> VerifyAsync(BackupCopy copy, CancellationToken ct)
    {
        var manifest = Path.Combine(copy.Path, Manifest);
        if (!File.Exists(manifest))
        {
            return new CopyVerdict(CopyOutcome.Bad, "the folder or its manifest is gone");
        }

        if (await DurableFiles.HashAsync(manifest, null, ct) != copy.Sha256)
        {
            return new CopyVerdict(CopyOutcome.Bad, "the manifest is not what was written: its SHA-256 differs");
        }

        attempt.Report(new RunProgress("verify"));
        var began = clock.GetTimestamp();
        try
        {
            await programs.RunAsync("pg_verifybackup", ["--exit-on-error", copy.Path], null, Major(copy), ct);
        }
        catch (KindFault e) when (e.ExitCode is not null)
        {
            return new CopyVerdict(CopyOutcome.Bad, e.Message);
        }

        return new CopyVerdict(CopyOutcome.Good, string.Create(CultureInfo.InvariantCulture, $"pg_verifybackup read {copy.Files:N0} files and the WAL in {Sizes.Of(clock.GetElapsedTime(began))}"));
    }

    public override Task<CopyVerdict> RereadAsync(BackupCopy copy, CancellationToken ct) => VerifyAsync(copy, ct);

    public override Task<CopyVerdict> DrillAsync(BackupCopy copy, CancellationToken ct) =>
        throw new KindFault("a base backup is proven by starting a server on it, which is done by hand: docs/operations.md says how", mayRetry: false);

    public override Task<CopyVerdict> RestoreAsync(BackupCopy copy, string newName, CancellationToken ct) =>
        throw new KindFault("a base backup is restored by starting a server on it, which is done by hand: docs/operations.md says how", mayRetry: false);

    private static int Major(BackupCopy copy) =>
        int.TryParse(File.ReadAllText(Path.Combine(copy.Path, "PG_VERSION")), NumberStyles.None | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var major) ? major : 0;

    private async Task<int> MajorAsync(CancellationToken ct)
    {
        await using var connection = await server.OpenAsync(ct);
        return connection.PostgreSqlVersion.Major;
    }
}
