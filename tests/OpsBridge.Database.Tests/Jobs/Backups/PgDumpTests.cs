using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Alerts;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Jobs.Backups;

public sealed class PgDumpTests(TestDatabase database, PostgresServer server) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private KindBench _bench = null!;
    private string _shop = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _bench = KindBench.Start(database);
        _shop = await server.CreateEmptyDatabaseAsync(Ct);
        await ShopAsync("""
            create table orders (id int primary key, what text not null);
            insert into orders select i, repeat(md5(i::text), 10) from generate_series(1, 5000) i;
            create table "odd ""name" (id int primary key references orders);
            insert into "odd ""name" select i from generate_series(1, 100) i;
            create view big as select * from orders where id > 4000;
            create function twice(i int) returns int language sql as 'select i * 2';
            """);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DropDatabaseAsync(_shop);
        await _bench.DisposeAsync();
    }

    [Fact]
    public async Task A_dump_counts_after_it_was_restored_and_every_row_was_there()
    {
        var attempt = await ClaimAsync();

        var result = await _bench.RunAsync(attempt);

        Assert.True(result.Good, result.Summary + attempt.Text);
        var copy = Assert.Single(await _bench.CopiesAsync(attempt.JobId));
        Assert.Equal(CopyState.Verified, copy.State);
        Assert.Equal((2, new FileInfo(copy.Path).Length), (copy.Files, copy.Bytes));
        Assert.Contains("2 tables with 5,100 rows as dumped", copy.Verification, StringComparison.Ordinal);
        Assert.True(copy.RestoreTook > TimeSpan.Zero);
        Assert.Contains("\"public.orders\":5000", await File.ReadAllTextAsync(copy.Path + ".manifest.json", Ct), StringComparison.Ordinal);
        Assert.Equal(["dump", "count rows", "checksum", "write to the disk", "read back", "restore", "compare rows"], attempt.Phases);
        Assert.Equal(0, await ScalarAsync<long>($"select count(*) from pg_database where datname like 'opsbridge_scratch_{attempt.RunId:N}%'"));
        Assert.Equal(2, Directory.EnumerateFiles(_bench.Backups, "*", SearchOption.AllDirectories).Count());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, KindBench.ModeOf(copy.Path));
        await using var db = await _bench.Contexts.CreateDbContextAsync(Ct);
        var proof = Assert.Single(await db.Set<BackupProof>().Where(p => p.CopyId == copy.Id).ToListAsync(Ct));
        Assert.Equal((true, ProofKind.Verification), (proof.Good, proof.Kind));
    }

    [Fact]
    public async Task Scratch_databases_of_another_console_on_the_same_server_are_left_alone_until_they_are_very_old()
    {
        var now = TimeProvider.System.GetUtcNow();
        var (young, old) = ($"opsbridge_scratch_{Guid.CreateVersion7(now):N}_1", $"opsbridge_scratch_{Guid.CreateVersion7(now.AddDays(-31)):N}_1");
        foreach (var name in (string[])[young, old])
        {
            await ShopAsync($"create database {name}");
        }

        try
        {
            Assert.True((await _bench.RunAsync(await ClaimAsync())).Good);

            Assert.Equal(young, await ScalarAsync<string>($"select string_agg(datname, ' ') from pg_database where datname in ('{young}', '{old}')"));
        }
        finally
        {
            await server.DropDatabaseAsync(new NpgsqlConnectionStringBuilder(_shop) { Database = young }.ConnectionString);
        }
    }

    [Fact]
    public async Task What_changes_during_the_dump_does_not_make_the_copy_look_wrong()
    {
        var attempt = await ClaimAsync();
        attempt.Hearing = (_, line) =>
        {
            if (line.Contains("dumping contents of table \"public.orders\"", StringComparison.Ordinal))
            {
                ShopAsync("delete from \"odd \"\"name\"; insert into orders select i, '' from generate_series(5001, 6000) i").GetAwaiter().GetResult();
            }
        };

        var result = await _bench.RunAsync(attempt);

        Assert.True(result.Good, result.Summary + attempt.Text);
        Assert.Equal(6000, await ScalarAsync<long>("select count(*) from orders"));
        Assert.Contains("5,100 rows", result.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_credentials_are_told_in_words_and_leave_nothing()
    {
        await _bench.Get<Secrets.SaveSecret>().HandleAsync("wrong", "not the password", KindBench.Admin, Ct);
        var target = await TargetAsync();
        var attempt = await _bench.ClaimAsync(new PgDumpSettings(target with { Secret = "wrong" }, new BackupPolicy()), ct: Ct);

        var result = await _bench.RunAsync(attempt);

        Assert.False(result.Good);
        Assert.Contains("wrong user or password", result.Summary, StringComparison.Ordinal);
        await AssertNothingAsync(attempt);
    }

    [Fact]
    public async Task A_server_that_is_away_is_told_in_words_and_leaves_nothing()
    {
        var attempt = await _bench.ClaimAsync(new PgDumpSettings(new PostgresTarget("127.0.0.1", 1, "shop", "shop", null), new BackupPolicy()), ct: Ct);

        var result = await _bench.RunAsync(attempt);

        Assert.Equal((false, "127.0.0.1:1/shop: connection refused"), (result.Good, result.Summary));
        await AssertNothingAsync(attempt);
    }

    [Fact]
    public async Task Cancelled_in_the_middle_it_leaves_neither_program_nor_file_nor_record()
    {
        var attempt = await ClaimAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        attempt.Hearing = (_, line) => cancel.CancelAfter(line.Contains("dumping contents", StringComparison.Ordinal) ? TimeSpan.Zero : Timeout.InfiniteTimeSpan);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.RunAsync(attempt, cancel.Token));

        await AssertNothingAsync(attempt);
        Assert.Empty(LinuxProcesses.WithEnvironment($"OPSBRIDGE_RUN={attempt.RunId:N}"));
    }

    [Fact]
    public async Task An_attempt_that_lost_its_run_publishes_nothing()
    {
        var attempt = await ClaimAsync();
        attempt.Hearing = (_, line) => attempt.FenceLost |= line.Contains("dumping contents", StringComparison.Ordinal);

        await Assert.ThrowsAsync<FenceLostException>(() => _bench.RunAsync(attempt));

        Assert.Equal(CopyState.Making, Assert.Single(await _bench.CopiesAsync(attempt.JobId)).State);
        Assert.Empty(Directory.EnumerateFiles(_bench.Backups, "*", SearchOption.AllDirectories));
        await _bench.EndAsync(attempt, RunState.Lost);
        var next = await _bench.ClaimAsync(attempt.Settings, attempt.JobName, attempt.JobId, ct: Ct);
        Assert.True((await _bench.RunAsync(next)).Good);
        Assert.Equal(CopyState.Verified, Assert.Single(await _bench.CopiesAsync(attempt.JobId)).State);
    }

    [Fact]
    public async Task A_dump_that_was_damaged_right_after_it_was_written_never_counts()
    {
        var attempt = await ClaimAsync();
        attempt.Passing = async at =>
        {
            if (at == "after commit" && Directory.EnumerateFiles(_bench.Backups, "*.dump", SearchOption.AllDirectories).SingleOrDefault() is { } file && !file.Contains(".making", StringComparison.Ordinal))
            {
                var bytes = await File.ReadAllBytesAsync(file, Ct);
                bytes[bytes.Length / 2] ^= 4;
                await File.WriteAllBytesAsync(file, bytes, Ct);
                attempt.Passing = _ => Task.CompletedTask;
            }
        };

        var result = await _bench.RunAsync(attempt);

        Assert.False(result.Good);
        Assert.Equal(CopyState.Corrupt, Assert.Single(await _bench.CopiesAsync(attempt.JobId)).State);
        await using var db = await _bench.Contexts.CreateDbContextAsync(Ct);
        var alerts = await db.Set<Alert>().Where(a => a.State != AlertState.Closed).ToListAsync(Ct);
        Assert.Contains(alerts, a => a.Labels["alertname"] == BackupSignals.Corrupt);
        Assert.Contains(alerts, a => a.Labels["alertname"] == BackupSignals.Unverified);
    }

    [Fact]
    public async Task Retention_keeps_the_newest_and_deletes_the_files_of_the_others()
    {
        var first = await ClaimAsync(new BackupPolicy { KeepLast = 2 });
        Assert.True((await _bench.RunAsync(first)).Good);
        for (var i = 0; i < 2; i++)
        {
            Assert.True((await _bench.RunAsync(await _bench.ClaimAsync(first.Settings, first.JobName, first.JobId, ct: Ct))).Good);
        }

        var copies = await _bench.CopiesAsync(first.JobId);
        Assert.Equal([CopyState.Expired, CopyState.Verified, CopyState.Verified], copies.Select(c => c.State));
        Assert.Equal([false, true, true], copies.Select(c => File.Exists(c.Path)));
        Assert.Equal([false, true, true], copies.Select(c => File.Exists(c.Path + ".manifest.json")));
    }

    private async Task AssertNothingAsync(FakeAttempt attempt)
    {
        Assert.Empty(await _bench.CopiesAsync(attempt.JobId));
        Assert.Empty(Directory.Exists(_bench.Backups) ? Directory.EnumerateFiles(_bench.Backups, "*", SearchOption.AllDirectories) : []);
    }

    private async Task<FakeAttempt> ClaimAsync(BackupPolicy? policy = null) =>
        await _bench.ClaimAsync(new PgDumpSettings(await TargetAsync(), policy ?? new BackupPolicy()), ct: Ct);

    private Task<PostgresTarget> TargetAsync() => _bench.TargetAsync(new NpgsqlConnectionStringBuilder(_shop).Database);

    private async Task ShopAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_shop);
        await connection.OpenAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(_shop);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(Ct))!;
    }
}
