using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Alerts;
using OpsBridge.Identity;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Jobs.Backups;

public sealed class BackupProofsTests(TestDatabase database, PostgresServer server) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    /// <summary>Some; all 1,000 are run by hand with <c>OPSBRIDGE_FLIPS=1000</c>.</summary>
    private static readonly int s_flips = int.TryParse(Environment.GetEnvironmentVariable("OPSBRIDGE_FLIPS"), NumberStyles.None, CultureInfo.InvariantCulture, out var flips) ? Math.Max(1, flips) : 20;

    private KindBench _bench = null!;
    private string _files = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _files = Directory.CreateTempSubdirectory("opsbridge-files-").FullName;
        _bench = KindBench.Start(database, o => o.Sources.Add(_files));
        Directory.CreateDirectory(Path.Combine(_files, "deep", "er"));
        await File.WriteAllTextAsync(Path.Combine(_files, "a.txt"), "alpha", Ct);
        await File.WriteAllTextAsync(Path.Combine(_files, "leave.tmp"), "left out", Ct);
        await File.WriteAllBytesAsync(Path.Combine(_files, "deep", "er", "b.bin"), [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))], Ct);
        File.CreateSymbolicLink(Path.Combine(_files, "link"), "/etc/passwd");
    }

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(_files, recursive: true);
        await _bench.DisposeAsync();
    }

    [Theory]
    [InlineData(ArchiveForm.Gzip)]
    [InlineData(ArchiveForm.Brotli)]
    public async Task An_archive_holds_every_file_and_reads_it_back(ArchiveForm form)
    {
        var attempt = await ArchiveAsync(form);

        var result = await _bench.RunAsync(attempt);

        Assert.True(result.Good, result.Summary);
        var copy = Assert.Single(await _bench.CopiesAsync(attempt.JobId));
        Assert.Equal((CopyState.Verified, 2L), (copy.State, copy.Files));
        Assert.Contains("2 files read back", copy.Verification, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_the_settings_do_not_name_is_not_packed()
    {
        var attempt = await _bench.ClaimAsync(new ArchiveSettings(["/etc"], new BackupPolicy()), ct: Ct);

        var result = await _bench.RunAsync(attempt);

        Assert.Equal((false, false), (result.Good, result.MayRetry));
        Assert.Contains("Backups__Sources__0", result.Summary, StringComparison.Ordinal);
        Assert.Empty(await _bench.CopiesAsync(attempt.JobId));
    }

    [Fact]
    public async Task Every_flipped_bit_is_found_when_the_copies_are_read_again_and_an_alert_says_so()
    {
        var made = await ArchiveAsync(ArchiveForm.Gzip);
        Assert.True((await _bench.RunAsync(made)).Good);
        var copy = Assert.Single(await _bench.CopiesAsync(made.JobId));
        var original = await File.ReadAllBytesAsync(copy.Path, Ct);
        var random = new Random(18);
        var found = 0;
        for (var i = 0; i < s_flips; i++)
        {
            var bytes = original.ToArray();
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(copy.Path, bytes, Ct);
            var verify = await _bench.ClaimAsync(new VerifySettings(made.JobId), "Verify", ct: Ct);
            found += (await _bench.RunAsync(verify)).Good ? 0 : 1;
        }

        Assert.Equal(s_flips, found);
        Assert.Equal(CopyState.Corrupt, Assert.Single(await _bench.CopiesAsync(made.JobId)).State);
        Assert.True(await IsOpenAsync(BackupSignals.Corrupt, copy.Id));
        await File.WriteAllBytesAsync(copy.Path, original, Ct);
        Assert.True((await _bench.RunAsync(await _bench.ClaimAsync(new VerifySettings(made.JobId), "Verify", ct: Ct))).Good);
        Assert.False(await IsOpenAsync(BackupSignals.Corrupt, copy.Id));
    }

    [Fact]
    public async Task A_drill_restores_to_a_scratch_place_and_leaves_evidence_and_nothing_else()
    {
        var made = await ArchiveAsync(ArchiveForm.Brotli);
        Assert.True((await _bench.RunAsync(made)).Good);

        var result = await _bench.RunAsync(await _bench.ClaimAsync(new DrillSettings(made.JobId), "Drill", ct: Ct));

        Assert.True(result.Good, result.Summary);
        Assert.Contains("2 files as packed", result.Summary, StringComparison.Ordinal);
        await using var db = await _bench.Contexts.CreateDbContextAsync(Ct);
        var proof = Assert.Single(await db.Set<BackupProof>().Where(p => p.JobId == made.JobId).ToListAsync(Ct));
        Assert.Equal((true, ProofKind.Drill), (proof.Good, proof.Kind));
        Assert.Equal(2, Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(Assert.Single(await _bench.CopiesAsync(made.JobId)).Path)!).Count());
        var row = Assert.Single(await _bench.Get<IBackupEstate>().ReadAsync(KindBench.Admin, Ct), r => r.JobId == made.JobId);
        Assert.Equal(proof.Took, row.Rto);
    }

    [Fact]
    public async Task A_restore_takes_two_persons_and_the_name_and_never_overwrites()
    {
        var made = await ArchiveAsync(ArchiveForm.Gzip);
        Assert.True((await _bench.RunAsync(made)).Good);
        var copy = Assert.Single(await _bench.CopiesAsync(made.JobId));
        var (ask, decide) = (_bench.Get<AskRestore>(), _bench.Get<DecideRestore>());
        var other = KindBench.Admin with { Id = Guid.CreateVersion7(), Name = "admin2" };

        Assert.IsType<AskRestoreResult.Invalid>(await ask.HandleAsync(copy.Id, "../evil", "why", KindBench.Admin, Ct));
        var asked = Assert.IsType<AskRestoreResult.Asked>(await ask.HandleAsync(copy.Id, "files_back", "a file is gone", KindBench.Admin, Ct));
        Assert.IsType<DecideRestoreResult.OwnRequest>(await decide.HandleAsync(asked.Id, true, "files_back", KindBench.Admin, Ct));
        Assert.IsType<DecideRestoreResult.WrongName>(await decide.HandleAsync(asked.Id, true, "files", other, Ct));
        Assert.IsType<DecideRestoreResult.Approved>(await decide.HandleAsync(asked.Id, true, "files_back", other, Ct));
        Assert.IsType<DecideRestoreResult.NotOpen>(await decide.HandleAsync(asked.Id, true, "files_back", other, Ct));
        var result = await _bench.RunAsync(await _bench.ClaimAsync(new RestoreSettings(), "Restores run", ct: Ct));

        Assert.True(result.Good, result.Summary);
        var back = Path.Combine(_bench.Folder, "restored", "files_back", _files.TrimStart('/'));
        Assert.Equal("alpha", await File.ReadAllTextAsync(Path.Combine(back, "a.txt"), Ct));
        Assert.False(File.Exists(Path.Combine(back, "leave.tmp")));
        Assert.Equal("/etc/passwd", new FileInfo(Path.Combine(back, "link")).LinkTarget);
        var again = Assert.IsType<AskRestoreResult.Asked>(await ask.HandleAsync(copy.Id, "files_back", "once more", KindBench.Admin, Ct));
        await decide.HandleAsync(again.Id, true, "files_back", other, Ct);
        Assert.Contains("exists already", (await _bench.RunAsync(await _bench.ClaimAsync(new RestoreSettings(), "Restores run", ct: Ct))).Summary, StringComparison.Ordinal);
        Assert.Throws<PermissionDeniedException>(() => Actor.InRole(null, "operator1", Role.Operator).Demand(Permissions.RestoreBackups));
    }

    [Fact]
    public async Task The_consoles_own_database_is_backed_up_and_opens_no_secret()
    {
        const string value = "xyzzy-plugh-42-secret";
        await _bench.Get<Secrets.SaveSecret>().HandleAsync("kept", value, KindBench.Admin, Ct);
        var attempt = await _bench.ClaimAsync(new OwnDatabaseSettings(new BackupPolicy()), ct: Ct);

        var result = await _bench.RunAsync(attempt);

        Assert.True(result.Good, result.Summary + attempt.Text);
        var copy = Assert.Single(await _bench.CopiesAsync(attempt.JobId));
        var text = "";
        await _bench.Get<Processes.ProgramRunner>().RunAsync(
            new Processes.ProgramCall(await _bench.Get<PgTools>().FindAsync("pg_restore", 14, Ct), ["--file=-", copy.Path]), (_, line) => text += line.Contains("job_secrets", StringComparison.Ordinal) || line.Contains("xyzzy", StringComparison.Ordinal) ? line : "", Ct);
        Assert.Contains("job_secrets", text, StringComparison.Ordinal);
        Assert.DoesNotContain("xyzzy", text, StringComparison.Ordinal);
        Assert.DoesNotContain(new NpgsqlConnectionStringBuilder(_bench.ConnectionString).Password ?? "no password", attempt.Text, StringComparison.Ordinal);
        await using var db = await _bench.Contexts.CreateDbContextAsync(Ct);
        Assert.Equal(0, await db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from timeline where text || coalesce(after::text, '') || coalesce(before::text, '') like '%xyzzy%'").SingleAsync(Ct));
    }

    [Fact]
    public async Task The_judge_makes_the_own_backup_once_and_tells_when_a_copy_is_too_old()
    {
        await using var fresh = await TestDatabase.CreateAsync(server); // the other tests have backups of the own database already
        await _bench.DisposeAsync();
        _bench = KindBench.Start(fresh, o => o.Sources.Add(_files));
        var judge = _bench.Get<BackupJudge>();
        await judge.BeginAsync(Ct);
        await judge.BeginAsync(Ct);
        var made = await ArchiveAsync(ArchiveForm.Gzip, new BackupPolicy { Rpo = TimeSpan.FromMinutes(5) });
        Assert.True((await _bench.RunAsync(made)).Good);
        await judge.LookAsync(Ct);
        Assert.False(await IsOpenAsync(BackupSignals.Overdue, made.JobId));
        await using var db = await _bench.Contexts.CreateDbContextAsync(Ct);
        await db.Database.ExecuteSqlAsync($"update backup_copies set started_at = started_at - interval '6 minutes' where job_id = {made.JobId}", Ct);

        await judge.LookAsync(Ct);

        Assert.Single(await db.Set<Job>().AsNoTracking().ToListAsync(Ct), j => j is { Settings: OwnDatabaseSettings, Name: "OpsBridge database" });
        Assert.True(await IsOpenAsync(BackupSignals.Overdue, made.JobId));
        Assert.True((await _bench.RunAsync(await _bench.ClaimAsync(made.Settings, made.JobName, made.JobId, ct: Ct))).Good);
        await judge.LookAsync(Ct);
        Assert.False(await IsOpenAsync(BackupSignals.Overdue, made.JobId));
    }

    private async Task<bool> IsOpenAsync(string alertname, Guid about)
    {
        await using var db = await _bench.Contexts.CreateDbContextAsync(Ct);
        var alerts = await db.Set<Alert>().AsNoTracking().Where(a => a.State == AlertState.Unacknowledged || a.State == AlertState.Acknowledged).ToListAsync(Ct);
        return alerts.Exists(a => a.Labels["alertname"] == alertname && (a.Labels["copy"] ?? a.Labels["job"]) == about.ToString());
    }

    private Task<FakeAttempt> ArchiveAsync(ArchiveForm form, BackupPolicy? policy = null) =>
        _bench.ClaimAsync(new ArchiveSettings([_files], policy ?? new BackupPolicy()) { Form = form, Exclude = ["**/*.tmp"] }, "Files", ct: Ct);
}
