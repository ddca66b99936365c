using Microsoft.EntityFrameworkCore;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Secrets;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Jobs.Backups;

/// <summary>The real restic and borg, on repositories of their own.</summary>
public sealed class RepositoryTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Password = "Gr0ße-Geheimnisse/+%";

    private KindBench _bench = null!;
    private string _files = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Kinds => ["restic", "borg"];

    private string Repository => Path.Combine(_bench.Backups, "repository");

    public async ValueTask InitializeAsync()
    {
        _files = Directory.CreateTempSubdirectory("opsbridge-files-").FullName;
        _bench = KindBench.Start(database, o => o.Sources.Add(_files));
        Directory.CreateDirectory(_bench.Backups);
        await _bench.Get<SaveSecret>().HandleAsync("repository", Password, KindBench.Admin, Ct);
        await _bench.Get<SaveSecret>().HandleAsync("other", "another password", KindBench.Admin, Ct);
        Directory.CreateDirectory(Path.Combine(_files, "deep [1]", "er"));
        await File.WriteAllTextAsync(Path.Combine(_files, "a.txt"), "alpha", Ct);
        await File.WriteAllTextAsync(Path.Combine(_files, "leave.tmp"), "left out", Ct);
        await File.WriteAllTextAsync(Path.Combine(_files, "deep [1]", "leave.tmp"), "left out", Ct);
        await File.WriteAllBytesAsync(Path.Combine(_files, "deep [1]", "er", "b*.bin"), [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * i / 7))], Ct);
        File.CreateSymbolicLink(Path.Combine(_files, "link"), "/etc/passwd");
    }

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(_files, recursive: true);
        await _bench.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_backup_counts_after_it_was_checked_and_restored(string kind)
    {
        var attempt = await ClaimAsync(kind);

        var result = await _bench.RunAsync(attempt);

        Assert.True(result.Good, result.Summary + attempt.Text);
        var copy = Assert.Single(await _bench.CopiesAsync(attempt.JobId));
        Assert.Equal((CopyState.Verified, 2L, 300_005L, ""), (copy.State, copy.Files, copy.SourceBytes, copy.Sha256));
        Assert.Contains("all 2 files in their number and size, each as backed up by SHA-256", copy.Verification, StringComparison.Ordinal);
        Assert.True(copy.RestoreTook > TimeSpan.Zero);
        Assert.Contains("back up", attempt.Phases);
        await using var db = await _bench.Contexts.CreateDbContextAsync(Ct);
        Assert.True(Assert.Single(await db.Set<BackupProof>().Where(p => p.JobId == attempt.JobId).ToListAsync(Ct)).Good);
        Assert.DoesNotContain("Geheimnisse", attempt.Text + result.Summary + copy.Facts, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_bench.Folder, "run")));
        Assert.DoesNotContain(Everything(_bench.Backups), p => p.Contains("restore-", StringComparison.Ordinal));
    }

    private Task<FakeAttempt> ClaimAsync(string kind, Guid? job = null, Func<RepositorySettings, RepositorySettings>? with = null, BackupPolicy? policy = null)
    {
        InstalledProgram.Demand(kind, kind == "borg" ? "borgbackup" : kind, kind);
        RepositorySettings settings = kind == "borg"
            ? new BorgSettings(Repository, "repository", [_files], policy ?? new BackupPolicy())
            : new ResticSettings(Repository, "repository", [_files], policy ?? new BackupPolicy());
        settings = settings with { Exclude = ["*.tmp"], Initialise = true, CheckPercent = 100 };
        return _bench.ClaimAsync(with?.Invoke(settings) ?? settings, "Files", job, ct: Ct);
    }

    private static IEnumerable<string> Everything(string folder) =>
        Directory.EnumerateFileSystemEntries(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None });
}
