using Microsoft.EntityFrameworkCore;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Jobs.Backups;

/// <summary>kill -9 of the console in the middle of a backup: never a false good, and the next run tidies up.</summary>
public sealed class KillTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Points => [.. BackupProcess.Points];

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Killed_at_any_point_it_leaves_no_false_good(string point)
    {
        await using var bench = KindBench.Start(database);
        var killed = await bench.ClaimAsync(new PgDumpSettings(await bench.TargetAsync(), new BackupPolicy()), ct: Ct);
        await BackupProcess.RunAndKillAsync(database.ConnectionString, bench.Folder, killed.RunId, point, Ct);
        await bench.EndAsync(killed, RunState.Lost);

        Assert.DoesNotContain(await bench.CopiesAsync(killed.JobId), c => c.IsGood);
        var next = await bench.ClaimAsync(killed.Settings, killed.JobName, killed.JobId, ct: Ct);
        var result = await bench.RunAsync(next);

        Assert.True(result.Good, result.Summary);
        var copies = await bench.CopiesAsync(killed.JobId);
        Assert.Equal(next.RunId, Assert.Single(copies, c => c.IsGood).RunId);
        Assert.All(copies, c => Assert.True(c.State is CopyState.Verified or CopyState.Unverified));
        var files = Directory.EnumerateFiles(bench.Backups, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None });
        Assert.Equal(copies.SelectMany(c => new[] { c.Path, c.Path + ".manifest.json" }).Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
        Assert.Empty(LinuxProcesses.WithEnvironment($"OPSBRIDGE_RUN={killed.RunId:N}"));
        await using var db = await bench.Contexts.CreateDbContextAsync(Ct);
        var scratch = $"opsbridge_scratch_{killed.RunId:N}%";
        Assert.Equal(0, await db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from pg_database where datname like {scratch}").SingleAsync(Ct));
    }
}
