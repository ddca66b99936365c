using Npgsql;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Jobs.Backups;

/// <summary>A disk that fills up in the middle of a backup: told in words, an alert, nothing half left, and the next run is good.</summary>
public sealed class DiskFullTests(PostgresServer server) : IAsyncLifetime
{
    private RealKinds _real = null!;
    private string _files = "";
    private string _shop = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _files = Directory.CreateTempSubdirectory("opsbridge-files-").FullName;
        _real = await RealKinds.StartAsync(server, o => o.Sources.Add(_files));
        _shop = await server.CreateEmptyDatabaseAsync(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _real.DisposeAsync();
        await server.DropDatabaseAsync(_shop);
        Directory.Delete(_files, recursive: true);
    }

    [Fact]
    public async Task A_dump_that_finds_the_disk_full()
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_shop) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var fill = new NpgsqlCommand("create table noise as select i, md5(random()::text) || md5(random()::text) as what from generate_series(1, 30000) i", connection);
        await fill.ExecuteNonQueryAsync(Ct);
        await ProveAsync(new PgDumpSettings(await _real.Bench.TargetAsync(connection.Database), new BackupPolicy()), 400);
    }

    [Theory]
    [InlineData(ArchiveForm.Gzip)]
    [InlineData(ArchiveForm.Brotli)]
    public async Task An_archive_that_finds_the_disk_full(ArchiveForm form)
    {
        var noise = new byte[1_000_000];
        new Random(3).NextBytes(noise);
        await File.WriteAllBytesAsync(Path.Combine(_files, "noise"), noise, Ct);
        await ProveAsync(new ArchiveSettings([_files], new BackupPolicy()) { Form = form }, 400);
    }

    [Fact]
    public async Task A_manifest_that_finds_the_disk_full()
    {
        for (var i = 0; i < 3000; i++)
        {
            await File.WriteAllTextAsync(Path.Combine(_files, $"a-rather-long-name-that-compresses-well-{i}"), "", Ct);
        }

        await ProveAsync(new ArchiveSettings([_files], new BackupPolicy()), 128);
    }

    [Fact]
    public async Task A_restore_that_finds_the_disk_full_leaves_no_half_folder_under_the_new_name()
    {
        await File.WriteAllBytesAsync(Path.Combine(_files, "large"), new byte[1_000_000], Ct); // packs well, unpacks large
        var bench = _real.Bench;
        var made = await bench.ClaimAsync(new ArchiveSettings([_files], new BackupPolicy()), ct: Ct);
        Assert.True((await bench.RunAsync(made)).Good);
        var copy = Assert.Single(await bench.CopiesAsync(made.JobId));
        await using var disk = await TinyDisk.MountAsync(Path.Combine(bench.Folder, "restored"), 256);
        var asked = Assert.IsType<AskRestoreResult.Asked>(await bench.Get<AskRestore>().HandleAsync(copy.Id, "back", "to see", KindBench.Admin, Ct));
        await bench.Get<DecideRestore>().HandleAsync(asked.Id, true, "back", KindBench.Admin with { Id = Guid.CreateVersion7(), Name = "admin2" }, Ct);

        var result = await bench.RunAsync(await bench.ClaimAsync(new RestoreSettings(), "Restores run", ct: Ct));

        Assert.False(result.Good);
        Assert.Contains("the disk is full", result.Summary, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(bench.Folder, "restored")));
        Assert.Equal(CopyState.Verified, Assert.Single(await bench.CopiesAsync(made.JobId)).State);
    }

    private async Task ProveAsync(BackupSettings settings, int kilobytes)
    {
        await using var disk = await TinyDisk.MountAsync(_real.Bench.Backups, kilobytes);
        var job = await _real.HourlyAsync("Nightly", settings);

        var failed = await _real.HourAsync(job);

        Assert.Equal(RunState.Failed, failed.State);
        Assert.Contains("the disk is full", failed.Summary, StringComparison.Ordinal);
        Assert.Equal("JobFailed Major", await _real.Bridge.FiringAsync());
        Assert.Empty(await _real.Bench.CopiesAsync(job));
        Assert.Empty(Directory.EnumerateFiles(_real.Bench.Backups, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }));

        await disk.ResizeAsync(20_000);
        var good = await _real.HourAsync(job);

        Assert.True(good.State == RunState.Succeeded, good.Summary);
        Assert.Equal("", await _real.Bridge.FiringAsync());
        Assert.Equal(CopyState.Verified, Assert.Single(await _real.Bench.CopiesAsync(job)).State);
    }
}
