using System.Globalization;
using Npgsql;
using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs.Backups;

/// <summary>
/// pg_basebackup of a whole server into a folder, with the WAL that makes it consistent, checked by pg_verifybackup; a drill starts
/// a server on a scratch copy of it and reads every table.
/// </summary>
internal sealed class ClusterBackupMaking(JobAttempt attempt, PgPrograms programs, PgLogin server, PostgresTarget target, BackupFolders folders, TimeProvider clock) : BackupMaking
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
        return await FaultAsync(copy.Path, ct) is { } fault
            ? new CopyVerdict(CopyOutcome.Bad, fault)
            : new CopyVerdict(CopyOutcome.Good, string.Create(CultureInfo.InvariantCulture, $"pg_verifybackup read {copy.Files:N0} files and the WAL in {Sizes.Of(clock.GetElapsedTime(began))}"));
    }

    public override Task<CopyVerdict> RereadAsync(BackupCopy copy, CancellationToken ct) => VerifyAsync(copy, ct);

    /// <summary>The first drill of a copy counts its rows; later ones must count the same.</summary>
    public override async Task<CopyVerdict> DrillAsync(BackupCopy copy, CancellationToken ct)
    {
        if (await VerifyAsync(copy, ct) is { Outcome: not CopyOutcome.Good } damaged)
        {
            return damaged;
        }

        var began = clock.GetTimestamp();
        await using var scratch = new ScratchCluster(folders.Scratch, attempt, programs, clock);
        if (await scratch.StartAsync(copy.Path, copy.Bytes, Major(copy.Path), target, ct) is { } fault)
        {
            return new CopyVerdict(CopyOutcome.Bad, fault, clock.GetElapsedTime(began));
        }

        var took = clock.GetElapsedTime(began);
        try
        {
            var found = await scratch.CountAsync(target, ct);
            return DatabaseFacts.FromJson(copy.Facts)?.Differs(found) is { } differs
                ? new CopyVerdict(CopyOutcome.Bad, $"restored, but unlike the drill before {differs}", took)
                : new CopyVerdict(CopyOutcome.Good, Words(took, found, copy.Facts is not null), took) { Facts = found.ToJson() };
        }
        catch (PostgresException e) when (e.SqlState.StartsWith("XX", StringComparison.Ordinal)) // data corrupted, index corrupted (manual, appendix A)
        {
            return new CopyVerdict(CopyOutcome.Bad, $"a server starts on it, but {e.MessageText}", took);
        }
        catch (NpgsqlException e)
        {
            throw new KindFault($"a server starts on it, but {PgLogin.Explain(e)}");
        }
    }

    /// <summary>A data folder that no server has touched, so that one can be started on it, also to a point in time.</summary>
    public override async Task<CopyVerdict> RestoreAsync(BackupCopy copy, string newName, CancellationToken ct)
    {
        if (await VerifyAsync(copy, ct) is { Outcome: not CopyOutcome.Good } damaged)
        {
            return damaged;
        }

        var began = clock.GetTimestamp();
        var (folder, making) = folders.RestoreTo(newName);
        try
        {
            await FolderCopy.RunAsync(copy.Path, making, copy.Bytes, attempt, ct);
            if (await FaultAsync(making, ct) is { } fault)
            {
                throw new KindFault($"{folder} is not what was copied: {fault}");
            }

            DurableFiles.Flush(making);
            DurableFiles.Publish(making, folder);
        }
        finally
        {
            DurableFiles.Remove(making);
        }

        var took = clock.GetElapsedTime(began);
        return new CopyVerdict(CopyOutcome.Good, string.Create(CultureInfo.InvariantCulture, $"restored in {Sizes.Of(took)} to {folder}, {copy.Files:N0} files as copied; PostgreSQL {Major(folder)} starts on it"), took);
    }

    public override Task TidyAsync(Func<Guid, Task<bool>> isDead, CancellationToken ct) => ScratchCluster.TidyAsync(folders.Scratch, isDead);

    private static string Words(TimeSpan took, DatabaseFacts found, bool compared) => string.Create(
        CultureInfo.InvariantCulture,
        $"a server on it answered after {Sizes.Of(took)}, {found.Rows.Count} tables with {found.Rows.Values.Sum():N0} rows{(compared ? " as in the drill before" : "")}");

    private static int Major(string folder) =>
        int.TryParse(File.ReadAllText(Path.Combine(folder, "PG_VERSION")), NumberStyles.None | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var major) ? major : 0;

    /// <summary>What pg_verifybackup finds wrong with a folder; null when nothing.</summary>
    private async Task<string?> FaultAsync(string folder, CancellationToken ct)
    {
        try
        {
            await programs.RunAsync("pg_verifybackup", ["--exit-on-error", folder], null, Major(folder), ct);
            return null;
        }
        catch (KindFault e) when (e.ExitCode is not null)
        {
            return e.Message;
        }
    }

    /// <summary>The server's version. One with tablespaces is refused: pg_basebackup would write them to their own paths, on this machine.</summary>
    private async Task<int> MajorAsync(CancellationToken ct)
    {
        await using var connection = await server.OpenAsync(ct);
        await using var command = new NpgsqlCommand("select string_agg(spcname, ', ' order by spcname) from pg_tablespace where pg_tablespace_location(oid) <> ''", connection);
        return await command.ExecuteScalarAsync(ct) is string spaces
            ? throw new KindFault($"the server has tablespaces ({spaces}), which a base backup into one folder cannot hold; dump its databases instead", mayRetry: false)
            : connection.PostgreSqlVersion.Major;
    }
}
