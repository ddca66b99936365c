using System.Data;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs.Backups;

/// <summary>
/// pg_dump in its custom format, of exactly the snapshot in which the rows are counted (PostgreSQL manual, "Snapshot
/// Synchronization Functions"), proven by a restore into a scratch database.
/// </summary>
internal sealed class DumpMaking(JobAttempt attempt, CleanOutput output, PgPrograms programs, PgLogin source, PgLogin scratchServer, TimeProvider clock) : BackupMaking
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    public override string Ending => ".dump";

    public override async Task<MadeCopy> MakeAsync(string path, CancellationToken ct)
    {
        await using var connection = await source.OpenAsync(ct);
        var server = connection.PostgreSqlVersion.Major;
        try
        {
            await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
            await using var export = new NpgsqlCommand("set transaction read only; select pg_export_snapshot(), pg_database_size(current_database())", connection);
            var (id, size) = await ReadAsync(export, ct);
            await DumpAsync(path, id, size, server, ct);
            attempt.Report(new RunProgress("count rows"));
            var facts = await DatabaseFacts.CountAsync(connection, (done, all) => attempt.Report(new RunProgress("count rows", done, all)), ct);
            var bytes = new FileInfo(path).Length;
            var sha256 = await DurableFiles.HashAsync(path, done => attempt.Report(new RunProgress("checksum", done, bytes)), ct);
            WriteManifest(path, bytes, sha256, server, facts);
            return new MadeCopy(bytes, sha256, facts.Rows.Count) { SourceBytes = size, Facts = facts.ToJson() };
        }
        catch (NpgsqlException e)
        {
            throw new KindFault($"{source.Name}: {PgLogin.Explain(e)}");
        }
    }

    public override async Task<CopyVerdict> VerifyAsync(BackupCopy copy, CancellationToken ct)
    {
        if (await CopyChecks.ReadBackAsync(copy, attempt, ct) is { } damaged)
        {
            return damaged;
        }

        await using var scratch = await ScratchDatabase.CreateAsync(scratchServer, attempt.RunId, attempt.Number, ct);
        return await RestoreAsync(copy, scratch.Login, ct);
    }

    public override async Task<CopyVerdict> RereadAsync(BackupCopy copy, CancellationToken ct) =>
        await CopyChecks.ReadBackAsync(copy, attempt, ct) ?? new CopyVerdict(CopyOutcome.Good, "read again: every byte is as it was written");

    public override Task<CopyVerdict> DrillAsync(BackupCopy copy, CancellationToken ct) => VerifyAsync(copy, ct);

    public override async Task<CopyVerdict> RestoreAsync(BackupCopy copy, string newName, CancellationToken ct)
    {
        if (await CopyChecks.ReadBackAsync(copy, attempt, ct) is { } damaged)
        {
            return damaged;
        }

        await using var made = await ScratchDatabase.CreateAsync(scratchServer, newName, ct);
        var verdict = await RestoreAsync(copy, made.Login, ct);
        if (verdict.Outcome == CopyOutcome.Good)
        {
            made.Keep(); // half a database under a name that people will use is worse than none
        }

        return verdict;
    }

    public override Task TidyAsync(Func<Guid, Task<bool>> isDead, CancellationToken ct) => ScratchDatabase.TidyAsync(scratchServer, isDead, ct);

    /// <summary>Restores a copy into an empty database and compares what is there with what was dumped.</summary>
    private async Task<CopyVerdict> RestoreAsync(BackupCopy copy, PgLogin into, CancellationToken ct)
    {
        await using var connection = await into.OpenAsync(ct);
        attempt.Report(new RunProgress("restore"));
        var began = clock.GetTimestamp();
        try
        {
            // Subscriptions and publications of a copy would act on the live system.
            await programs.RunAsync(
                "pg_restore",
                ["--exit-on-error", "--no-owner", "--no-privileges", "--no-tablespaces", "--no-security-labels", "--no-publications", "--no-subscriptions", "--jobs=2", $"--dbname={into.Database}", copy.Path],
                into,
                connection.PostgreSqlVersion.Major,
                ct);
        }
        catch (KindFault e) when (!IsOfTheServer(e.Message))
        {
            return new CopyVerdict(CopyOutcome.Bad, e.Message);
        }

        var took = clock.GetElapsedTime(began);
        var expected = DatabaseFacts.FromJson(copy.Facts);
        attempt.Report(new RunProgress("compare rows"));
        var found = await DatabaseFacts.CountAsync(connection, (done, all) => attempt.Report(new RunProgress("compare rows", done, all)), ct);
        return expected?.Differs(found) is { } differs
            ? new CopyVerdict(CopyOutcome.Bad, $"restored, but {differs}", took)
            : new CopyVerdict(CopyOutcome.Good, string.Create(CultureInfo.InvariantCulture, $"restored in {Sizes.Of(took)}, {found.Rows.Count} tables with {found.Rows.Values.Sum():N0} rows as dumped"), took);
    }

    /// <summary>A restore that failed because of the server says nothing about the copy.</summary>
    private static bool IsOfTheServer(string words) =>
        FileFaults.Explain(words) is not null || words.Contains("could not extend", StringComparison.Ordinal) || words.Contains("out of memory", StringComparison.OrdinalIgnoreCase) || words.Contains("there is no pg_restore", StringComparison.Ordinal);

    private async Task DumpAsync(string path, string snapshot, long size, int server, CancellationToken ct)
    {
        PrivateFiles.Touch(path);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var watching = WatchAsync(path, size, stop.Token);
        try
        {
            await programs.RunAsync("pg_dump", ["--format=custom", "--verbose", "--no-password", $"--snapshot={snapshot}", $"--file={path}"], source, server, ct);
        }
        finally
        {
            await stop.CancelAsync();
            await watching;
        }
    }

    /// <summary>The dump is compressed: how large it gets is not known, so no total is claimed.</summary>
    private async Task WatchAsync(string path, long size, CancellationToken ct)
    {
        output.Note($"dump {source.Name}, {Sizes.Of(size)} in the database");
        using var timer = new PeriodicTimer(s_look, clock);
        try
        {
            do
            {
                attempt.Report(new RunProgress("dump", new FileInfo(path).Length));
            }
            while (await timer.WaitForNextTickAsync(ct));
        }
        catch (OperationCanceledException)
        {
        }
    }

    private void WriteManifest(string path, long bytes, string sha256, int server, DatabaseFacts facts)
    {
        var manifest = JsonSerializer.Serialize(
            new { Target = source.Name, MadeAt = clock.GetUtcNow(), Bytes = bytes, Sha256 = sha256, PostgreSql = server, facts.Rows, facts.Objects }, JobJson.Options);
        var name = path + CopyFiles.Manifest;
        PrivateFiles.Touch(name);
        File.WriteAllText(name, manifest);
        DurableFiles.Flush(name);
    }

    private static async Task<(string Snapshot, long Size)> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetString(0), reader.GetInt64(1));
    }
}
