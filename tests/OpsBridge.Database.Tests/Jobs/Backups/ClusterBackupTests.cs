using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OpsBridge.Alerts;
using OpsBridge.Data.Private;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Jobs.Backups;

/// <summary>Base backups of a server of their own: made, checked, damaged, drilled by a server on a scratch copy, restored.</summary>
public sealed class ClusterBackupTests(TestDatabase database, ClusterToBackUp server) : IClassFixture<TestDatabase>, IClassFixture<ClusterToBackUp>, IAsyncLifetime
{
    private KindBench _bench = null!;
    private string _scratch = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _scratch = Path.Combine(Path.GetTempPath(), $"opsbridge-scratch-{Guid.CreateVersion7():N}");
        _bench = KindBench.Start(database, o => o.Scratch = _scratch);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _bench.DisposeAsync();
        if (Directory.Exists(_scratch))
        {
            Directory.Delete(_scratch, recursive: true);
        }
    }

    [Fact]
    public async Task A_base_backup_counts_after_every_file_of_it_was_read_again()
    {
        var (attempt, copy) = await MakeAsync();

        Assert.Equal(CopyState.Verified, copy.State);
        Assert.StartsWith("pg_verifybackup read ", copy.Verification, StringComparison.Ordinal);
        Assert.InRange(copy.Bytes, 20_000_000, 500_000_000);
        Assert.Equal("15", (await File.ReadAllTextAsync(Path.Combine(copy.Path, "PG_VERSION"), Ct)).Trim());
        Assert.False(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(copy.Path)!, ".making*").Any());
        Assert.DoesNotContain(server.Password, attempt.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drill_starts_a_server_on_a_scratch_copy_counts_the_rows_and_leaves_nothing()
    {
        var (made, copy) = await MakeAsync();
        var before = Snapshot(copy.Path);
        var drill = await _bench.ClaimAsync(new DrillSettings(made.JobId), "Drill", ct: Ct);

        var first = await _bench.RunAsync(drill);
        await server.ExecuteAsync("insert into goods select i from generate_series(2001, 2500) i"); // later than the copy
        var second = await _bench.RunAsync(await _bench.ClaimAsync(new DrillSettings(made.JobId), "Drill again", ct: Ct));

        Assert.True(first.Good, first.Summary + drill.Text);
        Assert.Contains(" with 2,000 rows", first.Summary, StringComparison.Ordinal);
        Assert.True(second.Good, second.Summary);
        Assert.EndsWith("with 2,000 rows as in the drill before", second.Summary, StringComparison.Ordinal);
        Assert.Equal(["verify", "restore", "start a server", "count rows of opsbridge", "count rows of postgres", "count rows of template1"], drill.Phases);
        Assert.Equal(before, Snapshot(copy.Path));
        AssertNothingLeft(drill);
        await using var db = await _bench.Contexts.CreateDbContextAsync(Ct);
        var proofs = await db.Set<BackupProof>().AsNoTracking().Where(p => p.CopyId == copy.Id).ToListAsync(Ct);
        Assert.Equal([(true, ProofKind.Drill), (true, ProofKind.Drill)], proofs.Select(p => (p.Good, p.Kind)));
        Assert.True(proofs[0].Took > TimeSpan.Zero);
        await server.ExecuteAsync("delete from goods where id > 2000");
    }

    [Fact]
    public async Task What_the_copy_says_about_its_own_server_is_not_carried_out()
    {
        await server.ExecuteAsync("alter system set archive_command = 'touch /tmp/opsbridge-archived'; alter system set primary_conninfo = 'host=127.0.0.1 port=1'; alter system set log_line_prefix = 'hers '", superuser: true);
        try
        {
            var (made, _) = await MakeAsync();
            var drill = await _bench.ClaimAsync(new DrillSettings(made.JobId), "Drill", ct: Ct);

            var result = await _bench.RunAsync(drill);

            Assert.True(result.Good, result.Summary + drill.Text);
            Assert.DoesNotContain("hers ", drill.Text, StringComparison.Ordinal);
        }
        finally
        {
            await server.ExecuteAsync("alter system reset all", superuser: true);
        }
    }

    [Theory]
    [InlineData("global/pg_control")]
    [InlineData("backup_label")]
    [InlineData("backup_manifest")]
    [InlineData("table")]
    public async Task One_flipped_bit_is_found_and_is_not_restored(string where)
    {
        var (made, copy) = await MakeAsync();
        var file = where != "table" ? Path.Combine(copy.Path, where) : new DirectoryInfo(Path.Combine(copy.Path, "base")).EnumerateFiles("*", SearchOption.AllDirectories).MaxBy(f => f.Length)!.FullName;
        var bytes = await File.ReadAllBytesAsync(file, Ct);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, Ct);

        var drill = await _bench.ClaimAsync(new DrillSettings(made.JobId), "Drill", ct: Ct);
        var result = await _bench.RunAsync(drill);

        Assert.Equal((false, false), (result.Good, result.MayRetry));
        Assert.Equal(CopyState.Corrupt, Assert.Single(await _bench.CopiesAsync(made.JobId)).State);
        AssertNothingLeft(drill);
        await using var db = await _bench.Contexts.CreateDbContextAsync(Ct);
        Assert.Contains(await db.Set<Alert>().AsNoTracking().Where(a => a.State != AlertState.Closed).ToListAsync(Ct), a => a.Labels["alertname"] == BackupSignals.Corrupt && a.Labels["copy"] == copy.Id.ToString());
        Assert.IsType<AskRestoreResult.NotGood>(await _bench.Get<AskRestore>().HandleAsync(copy.Id, "back", "to see", KindBench.Admin, Ct));
    }

    [Fact]
    public async Task A_missing_file_is_found()
    {
        var (made, copy) = await MakeAsync();
        File.Delete(Directory.EnumerateFiles(Path.Combine(copy.Path, "pg_wal")).First());

        Assert.False((await _bench.RunAsync(await _bench.ClaimAsync(new VerifySettings(made.JobId), "Verify", ct: Ct))).Good);

        Assert.Equal(CopyState.Corrupt, Assert.Single(await _bench.CopiesAsync(made.JobId)).State);
    }

    [Fact]
    public async Task A_drill_that_is_cancelled_leaves_neither_server_nor_scratch_copy()
    {
        var (made, copy) = await MakeAsync();
        var drill = await _bench.ClaimAsync(new DrillSettings(made.JobId), "Drill", ct: Ct);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        drill.Hearing = (_, line) => cancel.CancelAfter(line.Contains("ready to accept", StringComparison.Ordinal) ? TimeSpan.Zero : Timeout.InfiniteTimeSpan);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.RunAsync(drill, cancel.Token));

        AssertNothingLeft(drill);
        Assert.Equal(CopyState.Verified, (await _bench.CopiesAsync(made.JobId)).Single(c => c.Id == copy.Id).State);
    }

    [Fact]
    public async Task What_a_killed_drill_left_is_removed_by_the_next_look()
    {
        var dead = await _bench.ClaimAsync(new DrillSettings(null), "Killed", ct: Ct);
        var alive = await _bench.ClaimAsync(new DrillSettings(null), "Alive", ct: Ct);
        foreach (var run in new[] { dead, alive })
        {
            Directory.CreateDirectory(Path.Combine(_scratch, $"{run.RunId:N}-1", "data"));
            Directory.CreateDirectory($"/tmp/opsbridge-{run.RunId:N}-1");
        }

        await _bench.EndAsync(dead, RunState.Lost);
        await _bench.Get<BackupJudge>().LookAsync(Ct);

        Assert.Equal([$"{alive.RunId:N}-1"], Directory.EnumerateDirectories(_scratch).Select(Path.GetFileName));
        Assert.False(Directory.Exists($"/tmp/opsbridge-{dead.RunId:N}-1"));
        Directory.Delete($"/tmp/opsbridge-{alive.RunId:N}-1");
    }

    [Fact]
    public async Task A_restore_makes_a_new_data_folder_that_no_server_has_touched()
    {
        var (_, copy) = await MakeAsync();
        var other = KindBench.Admin with { Id = Guid.CreateVersion7(), Name = "admin2" };
        var asked = Assert.IsType<AskRestoreResult.Asked>(await _bench.Get<AskRestore>().HandleAsync(copy.Id, "server_back", "the server burnt", KindBench.Admin, Ct));
        Assert.IsType<DecideRestoreResult.Approved>(await _bench.Get<DecideRestore>().HandleAsync(asked.Id, true, "server_back", other, Ct));

        var result = await _bench.RunAsync(await _bench.ClaimAsync(new RestoreSettings(), "Restores run", ct: Ct));

        var folder = Path.Combine(_bench.Folder, "restored", "server_back");
        Assert.True(result.Good, result.Summary);
        Assert.Contains($"to {folder}", result.Summary, StringComparison.Ordinal);
        Assert.Equal(Snapshot(copy.Path), Snapshot(folder));
        Assert.Equal([folder], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(folder)!));
        Assert.False(File.Exists(Path.Combine(folder, "postmaster.pid")));
        await using var db = await _bench.Contexts.CreateDbContextAsync(Ct);
        Assert.Equal(RestoreState.Done, (await db.Set<RestoreRequest>().AsNoTracking().SingleAsync(r => r.Id == asked.Id, Ct)).State);
        Assert.True(await db.Set<BackupProof>().AnyAsync(p => p.CopyId == copy.Id && p.Kind == ProofKind.Restore && p.Good, Ct));
    }

    [Fact]
    public async Task A_server_with_tablespaces_is_refused_before_anything_is_written_to_their_paths()
    {
        await server.WithTablespaceAsync(async () =>
        {
            var attempt = await _bench.ClaimAsync(await SettingsAsync(), "Spaces", ct: Ct);

            var result = await _bench.RunAsync(attempt);

            Assert.Equal((false, false), (result.Good, result.MayRetry));
            Assert.Contains("tablespaces (elsewhere)", result.Summary, StringComparison.Ordinal);
            Assert.Empty(await _bench.CopiesAsync(attempt.JobId));
            Assert.Empty(Directory.EnumerateFileSystemEntries(_bench.Backups, ".making*", SearchOption.AllDirectories));
        });
    }

    [Fact]
    public async Task Wrong_credentials_leave_nothing()
    {
        await _bench.Get<Secrets.SaveSecret>().HandleAsync("wrong", "not-the-password", KindBench.Admin, Ct);
        var settings = await SettingsAsync();
        var attempt = await _bench.ClaimAsync(settings with { Server = settings.Server with { Secret = "wrong" } }, "Wrong", ct: Ct);

        var result = await _bench.RunAsync(attempt);

        Assert.False(result.Good);
        Assert.EndsWith(": wrong user or password", result.Summary, StringComparison.Ordinal);
        Assert.Empty(await _bench.CopiesAsync(attempt.JobId));
    }

    /// <summary>Names, sizes and times of everything in a folder, and no content.</summary>
    private static string Snapshot(string folder)
    {
        var text = new StringBuilder();
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(f => f.FullName, StringComparer.Ordinal))
        {
            text.Append(Path.GetRelativePath(folder, file.FullName)).Append(' ').Append(file.Length).Append('\n');
        }

        return text.ToString();
    }

    private void AssertNothingLeft(FakeAttempt attempt)
    {
        Assert.Empty(Directory.Exists(_scratch) ? Directory.EnumerateFileSystemEntries(_scratch) : []);
        Assert.Empty(Directory.EnumerateFileSystemEntries("/tmp", $"opsbridge-{attempt.RunId:N}*"));
        Assert.Empty(LinuxProcesses.WithEnvironment($"OPSBRIDGE_RUN={attempt.RunId:N}"));
    }

    private async Task<(FakeAttempt Attempt, BackupCopy Copy)> MakeAsync()
    {
        var attempt = await _bench.ClaimAsync(await SettingsAsync(), "Server", ct: Ct);
        var result = await _bench.RunAsync(attempt);
        Assert.True(result.Good, result.Summary + attempt.Text);
        return (attempt, Assert.Single(await _bench.CopiesAsync(attempt.JobId)));
    }

    private async Task<ClusterBackupSettings> SettingsAsync()
    {
        await _bench.Get<Secrets.SaveSecret>().HandleAsync("server", server.Password, KindBench.Admin, Ct);
        return new ClusterBackupSettings(new PostgresTarget("127.0.0.1", server.Port, "opsbridge", "opsbridge", "server"), new BackupPolicy());
    }
}

/// <summary>A server whose role <c>opsbridge</c> may replicate, with 2,000 rows.</summary>
public sealed class ClusterToBackUp : IAsyncLifetime
{
    private readonly string _folder = TestCluster.NewFolder();
    private PrivateCluster _cluster = null!;

    public string Password => new NpgsqlConnectionStringBuilder(_cluster.ConnectionString()).Password!;

    public int Port => new NpgsqlConnectionStringBuilder(_cluster.ConnectionString()).Port;

    public async ValueTask InitializeAsync()
    {
        _cluster = await PrivateCluster.StartAsync(TestCluster.Options(_folder), TimeProvider.System, NullLogger.Instance, TestContext.Current.CancellationToken);
        await File.AppendAllTextAsync(Path.Combine(_folder, "postgres", "config", "pg_hba.conf"), "host replication all 127.0.0.1/32 scram-sha-256\n");
        await ExecuteAsync("alter role opsbridge replication; select pg_reload_conf()", superuser: true);
        await ExecuteAsync("create table goods (id int primary key); insert into goods select i from generate_series(1, 2000) i");
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await TestCluster.RemoveAsync(_folder, CancellationToken.None);
    }

    public async Task ExecuteAsync(string sql, bool superuser = false)
    {
        var settings = new NpgsqlConnectionStringBuilder(_cluster.ConnectionString()) { Pooling = false };
        settings.Username = superuser ? "postgres" : settings.Username;
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        foreach (var statement in sql.Split("; "))
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Something while there is a tablespace outside the data directory.</summary>
    public async Task WithTablespaceAsync(Func<Task> work)
    {
        var path = Path.Combine(_folder, "postgres", "log", "elsewhere"); // a folder that the server's account can make
        await ExecuteAsync($"copy (select 1) to program 'mkdir {path}'; create tablespace elsewhere location '{path}'", superuser: true);
        try
        {
            await work();
        }
        finally
        {
            await ExecuteAsync("drop tablespace elsewhere", superuser: true);
        }
    }
}
