using Microsoft.EntityFrameworkCore;
using OpsBridge.Identity;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Jobs.Backups;

/// <summary>The real restic and borg, on repositories of their own.</summary>
public sealed class RepositoryTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Kinds => ["restic", "borg"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_backup_counts_after_it_was_checked_and_restored(string kind)
    {
        await using var bench = await RepositoryBench.StartAsync(database, kind);

        var made = await bench.BackUpAsync();

        var copy = Assert.Single(await bench.Kinds.CopiesAsync(made.JobId));
        Assert.Equal((CopyState.Verified, 2L, 300_005L, ""), (copy.State, copy.Files, copy.SourceBytes, copy.Sha256));
        Assert.Contains("all 2 files in their number and size, each as backed up by SHA-256", copy.Verification, StringComparison.Ordinal);
        Assert.True(copy.RestoreTook > TimeSpan.Zero);
        Assert.Contains("back up", made.Phases);
        Assert.DoesNotContain(made.Lines, l => l.Contains("Fatal", StringComparison.Ordinal) || l.StartsWith('{')); // there was no repository, and that is no error
        await using var db = await bench.Kinds.Contexts.CreateDbContextAsync(Ct);
        Assert.True(Assert.Single(await db.Set<BackupProof>().Where(p => p.JobId == made.JobId).ToListAsync(Ct)).Good);
        Assert.DoesNotContain("Geheimnisse", made.Text + copy.Verification + copy.Facts, StringComparison.Ordinal);
        Assert.Empty(RepositoryBench.Everything(Path.Combine(bench.Kinds.Folder, "run")));
        Assert.DoesNotContain(RepositoryBench.Everything(bench.Kinds.Backups), p => p.Contains(".making-", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_flipped_bit_is_found_and_an_alert_says_so_until_it_is_mended(string kind)
    {
        await using var bench = await RepositoryBench.StartAsync(database, kind);
        var made = await bench.BackUpAsync();
        Assert.True((await bench.VerifyAsync(made.JobId)).Good);
        var mend = await bench.FlipBitAsync();

        Assert.False((await bench.VerifyAsync(made.JobId)).Good);

        var copy = Assert.Single(await bench.Kinds.CopiesAsync(made.JobId));
        Assert.Equal(CopyState.Corrupt, copy.State);
        Assert.Contains("the repository is damaged", copy.Verification, StringComparison.Ordinal);
        Assert.True(await bench.IsOpenAsync(BackupSignals.Corrupt, copy.Id));
        Assert.Equal(1, Assert.Single(await bench.Kinds.Get<IBackupEstate>().ReadAsync(KindBench.Admin, Ct), r => r.JobId == made.JobId).Corrupt);
        await mend();
        Assert.True((await bench.VerifyAsync(made.JobId)).Good);
        Assert.False(await bench.IsOpenAsync(BackupSignals.Corrupt, copy.Id));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_damaged_repository_gets_no_good_copy_and_the_run_fails(string kind)
    {
        await using var bench = await RepositoryBench.StartAsync(database, kind);
        var first = await bench.BackUpAsync();
        await bench.FlipBitAsync();
        var second = await bench.ClaimAsync(first.JobId);

        Assert.False((await bench.RunAsync(second)).Good);

        var copy = Assert.Single(await bench.Kinds.CopiesAsync(first.JobId), c => c.RunId == second.RunId);
        Assert.Equal(CopyState.Corrupt, copy.State);
        Assert.True(await bench.IsOpenAsync(BackupSignals.Corrupt, copy.Id));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_drill_proves_a_copy_and_a_restore_brings_it_back_under_a_new_name(string kind)
    {
        await using var bench = await RepositoryBench.StartAsync(database, kind);
        var made = await bench.BackUpAsync();
        var copy = Assert.Single(await bench.Kinds.CopiesAsync(made.JobId));
        var name = $"files_{kind}";

        var drill = await bench.DrillAsync(made.JobId);
        var asked = Assert.IsType<AskRestoreResult.Asked>(await bench.Kinds.Get<AskRestore>().HandleAsync(copy.Id, name, "a file is gone", KindBench.Admin, Ct));
        await bench.Kinds.Get<DecideRestore>().HandleAsync(asked.Id, true, name, KindBench.Admin with { Id = Guid.CreateVersion7(), Name = "admin2" }, Ct);
        var restore = await bench.RunAsync(await bench.Kinds.ClaimAsync(new RestoreSettings(), "Restores run", ct: Ct));

        Assert.True(drill.Good, drill.Summary);
        Assert.Contains("each as backed up by SHA-256", drill.Summary, StringComparison.Ordinal);
        Assert.True(restore.Good, restore.Summary);
        var back = Path.Combine(bench.Kinds.Folder, "restored", name, bench.Files.TrimStart('/'));
        Assert.Equal("alpha", await File.ReadAllTextAsync(Path.Combine(back, "a.txt"), Ct));
        Assert.Equal("/etc/passwd", new FileInfo(Path.Combine(back, "link")).LinkTarget);
        Assert.DoesNotContain(RepositoryBench.Everything(back), p => p.EndsWith(".tmp", StringComparison.Ordinal));
        Assert.DoesNotContain(RepositoryBench.Everything(bench.Kinds.Backups), p => p.Contains(".making-", StringComparison.Ordinal));
        Assert.True(Assert.Single(await bench.Kinds.Get<IBackupEstate>().ReadAsync(KindBench.Admin, Ct), r => r.JobId == made.JobId).Rto > TimeSpan.Zero);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_source_too_large_to_restore_whole_is_proven_by_a_sample(string kind)
    {
        await using var bench = await RepositoryBench.StartAsync(database, kind);
        await File.WriteAllBytesAsync(Path.Combine(bench.Files, "large.bin"), new byte[1_500_000], Ct);

        var made = await bench.BackUpAsync(with: s => s with { RestoreWholeMegabytes = 1, Prefix = "db-1" });

        var copy = Assert.Single(await bench.Kinds.CopiesAsync(made.JobId));
        Assert.Contains("a sample of 2 files of 3, each as backed up by SHA-256", copy.Verification, StringComparison.Ordinal);
        Assert.StartsWith("db-1-files-", copy.Path, StringComparison.Ordinal);
        Assert.True((await bench.VerifyAsync(made.JobId)).Good);
        var drill = await bench.DrillAsync(made.JobId);
        Assert.Contains("all 3 files in their number and size, 2 of them as backed up by SHA-256", drill.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Retention_removes_from_the_repository_and_leaves_what_is_not_its_own(string kind)
    {
        await using var bench = await RepositoryBench.StartAsync(database, kind);
        var one = new BackupPolicy { KeepLast = 1 };
        var first = await bench.BackUpAsync(policy: one);
        var stranger = await bench.BackUpAsync();
        await File.WriteAllTextAsync(Path.Combine(bench.Files, "a.txt"), "other", Ct);

        await bench.BackUpAsync(first.JobId, policy: one);

        var copies = await bench.Kinds.CopiesAsync(first.JobId);
        Assert.Equal([CopyState.Expired, CopyState.Verified], copies.Select(c => c.State));
        var listed = await bench.ListAsync();
        Assert.DoesNotContain(copies[0].Path, listed, StringComparison.Ordinal);
        Assert.Contains(copies[1].Path, listed, StringComparison.Ordinal);
        Assert.True((await bench.VerifyAsync(first.JobId)).Good);
        Assert.True((await bench.VerifyAsync(stranger.JobId)).Good);
    }

    [Theory]
    [InlineData("restic", "back up")]
    [InlineData("restic", "compare with the folders")]
    [InlineData("restic", "restore")]
    [InlineData("borg", "back up")]
    [InlineData("borg", "compare with the folders")]
    [InlineData("borg", "restore")]
    public async Task A_kill_in_the_middle_leaves_no_good_copy_and_the_next_run_tidies_up(string kind, string point)
    {
        await using var bench = await RepositoryBench.StartAsync(database, kind);
        using var kill = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var killed = await bench.ClaimAsync();
        killed.Reaching = phase => kill.CancelAfter(phase == point ? TimeSpan.Zero : Timeout.InfiniteTimeSpan);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.RunAsync(killed, kill.Token));

        await bench.Kinds.EndAsync(killed, RunState.Lost);
        Assert.DoesNotContain(await bench.Kinds.CopiesAsync(killed.JobId), c => c.IsGood);
        Assert.Empty(LinuxProcesses.WithEnvironment($"OPSBRIDGE_RUN={killed.RunId:N}"));
        var next = await bench.BackUpAsync(killed.JobId);
        var copies = await bench.Kinds.CopiesAsync(killed.JobId);
        Assert.Equal(next.RunId, Assert.Single(copies, c => c.IsGood).RunId);
        var listed = await bench.ListAsync();
        var unrecorded = copies.All(c => c.RunId != killed.RunId);
        Assert.True(!unrecorded || !listed.Contains($"-{killed.RunId.ToString("N")[^8..]}-", StringComparison.Ordinal), listed);
        Assert.DoesNotContain(RepositoryBench.Everything(bench.Kinds.Backups), p => p.Contains(".making-", StringComparison.Ordinal));
    }
}
