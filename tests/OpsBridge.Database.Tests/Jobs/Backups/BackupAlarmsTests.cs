using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts;
using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Support;
using OpsBridge.Timeline;
using Xunit;

namespace OpsBridge.Jobs.Backups;

/// <summary>Each alert that a backup can raise: on its asset, once, and gone when its cause is.</summary>
public sealed class BackupAlarmsTests(PostgresServer server) : IAsyncLifetime
{
    private readonly FakeClock _clock = new();
    private TestDatabase _database = null!;
    private KindBench _bench = null!;
    private string _files = "";
    private Guid _asset;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _files = Directory.CreateTempSubdirectory("opsbridge-files-").FullName;
        _database = await TestDatabase.CreateAsync(server);
        _bench = KindBench.Start(_database, o => o.Sources.Add(_files), _clock);
        var site = Site.Create(new SiteDetails("Zurich DC", SiteKind.DataCentre, "UTC", null));
        var asset = Asset.Create(new AssetDetails("files-1", "server", site.Id, Criticality.High));
        await using var db = await _database.Contexts.CreateDbContextAsync(Ct);
        db.AddRange(site, asset);
        await db.SaveChangesAsync(Ct);
        _asset = asset.Id;
    }

    public async ValueTask DisposeAsync()
    {
        await _bench.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_files, recursive: true);
    }

    [Fact]
    public async Task A_jump_in_size()
    {
        var job = await MakeAsync(kilobytes: 20);
        Assert.Equal("", await FiringAsync());

        await MakeAsync(kilobytes: 29, job); // within 50 %
        Assert.Equal("", await FiringAsync());

        await MakeAsync(kilobytes: 80, job);
        Assert.Matches(@"^BackupSizeJump Warning: The backup of .* is 1\d\d % larger than the last good one \(\d.* KB → \d.* KB\)$", await FiringAsync());

        await MakeAsync(kilobytes: 300, job);
        Assert.StartsWith("BackupSizeJump Warning", await FiringAsync(), StringComparison.Ordinal); // the same alert, raised once more
        await MakeAsync(kilobytes: 300, job);
        Assert.Equal("", await FiringAsync());
        await AssertOnceAsync(BackupSignals.SizeJump);
    }

    [Fact]
    public async Task A_backup_of_nothing()
    {
        var job = await MakeAsync(kilobytes: 0);
        Assert.Equal($"BackupEmpty Warning: The backup of {_files} holds nothing", await FiringAsync());
        await MakeAsync(kilobytes: 0, job);

        await MakeAsync(kilobytes: 20, job, new BackupPolicy { SizeJumpPercent = null });
        Assert.Equal("", await FiringAsync());
        await AssertOnceAsync(BackupSignals.Empty);
    }

    [Fact]
    public async Task A_backup_that_was_made_far_too_fast()
    {
        var job = await MakeAsync(kilobytes: 20, seconds: 60);
        await MakeAsync(kilobytes: 20, job, seconds: 62);
        await MakeAsync(kilobytes: 20, job, seconds: 2);
        Assert.Equal("", await FiringAsync()); // two runs are no usage

        await MakeAsync(kilobytes: 20, job, seconds: 64);
        await MakeAsync(kilobytes: 20, job, seconds: 2);
        Assert.Equal($"BackupTooFast Warning: The backup of {_files} took only 2.0 s: much less than before", await FiringAsync());

        await MakeAsync(kilobytes: 20, job, seconds: 61);
        Assert.Equal("", await FiringAsync());
        await AssertOnceAsync(BackupSignals.TooFast);
    }

    [Fact]
    public async Task A_backup_that_is_not_what_was_written()
    {
        var job = await MakeAsync(kilobytes: 20);
        await MakeAsync(kilobytes: 20, job, damage: true);
        var copies = await _bench.CopiesAsync(job);
        Assert.Equal([CopyState.Verified, CopyState.Corrupt], copies.Select(c => c.State));
        Assert.Equal(
            $"BackupCorrupt Critical: Backup copy of {_files} from 2026-01-05 09:00 UTC is damaged, BackupUnverified Major: The last backup of {_files} is not verified",
            await FiringAsync());

        await MakeAsync(kilobytes: 20, job);
        Assert.StartsWith("BackupCorrupt Critical", await FiringAsync(), StringComparison.Ordinal); // the damaged copy is still there
        Assert.DoesNotContain("Unverified", await FiringAsync(), StringComparison.Ordinal);
        await AssertOnceAsync(BackupSignals.Corrupt);
        await AssertOnceAsync(BackupSignals.Unverified);
    }

    [Fact]
    public async Task The_alert_of_a_damaged_copy_goes_with_the_copy()
    {
        var policy = new BackupPolicy { KeepLast = 1 };
        var job = await MakeAsync(kilobytes: 20, policy: policy);
        await MakeAsync(kilobytes: 20, job, policy, damage: true);
        await MakeAsync(kilobytes: 20, job, policy);

        Assert.Equal([CopyState.Expired, CopyState.Expired, CopyState.Verified], (await _bench.CopiesAsync(job)).Select(c => c.State));
        Assert.Equal("", await FiringAsync());
    }

    [Fact]
    public async Task A_recovery_point_that_has_passed()
    {
        var policy = new BackupPolicy { Rpo = TimeSpan.FromHours(4), DrillDays = null };
        var job = await MakeAsync(kilobytes: 20, policy: policy);
        await LookAsync(TimeSpan.FromHours(4));
        Assert.Equal("", await FiringAsync()); // just as old as it may be

        await LookAsync(TimeSpan.FromMinutes(1));
        await LookAsync(TimeSpan.FromMinutes(1));
        Assert.Equal($"BackupOverdue Major: The last good backup of {_files} is from 2026-01-05 08:00 UTC: older than 4 h 00 min", await FiringAsync());

        await MakeAsync(kilobytes: 20, job, policy, damage: true); // one that is not good does not count
        await LookAsync(TimeSpan.FromMinutes(1));
        Assert.Contains("BackupOverdue", await FiringAsync(), StringComparison.Ordinal);

        await MakeAsync(kilobytes: 20, job, policy);
        await LookAsync(TimeSpan.FromMinutes(1));
        Assert.DoesNotContain("BackupOverdue", await FiringAsync(), StringComparison.Ordinal);
        await AssertOnceAsync(BackupSignals.Overdue);
    }

    [Fact]
    public async Task A_backup_that_never_came_is_overdue_after_its_first_recovery_point()
    {
        await _bench.ClaimAsync(Settings(new BackupPolicy { Rpo = TimeSpan.FromHours(4), DrillDays = null }), asset: _asset, ct: Ct);
        await LookAsync(TimeSpan.FromHours(4));
        Assert.Equal("", await FiringAsync());

        await LookAsync(TimeSpan.FromMinutes(1));

        Assert.Equal($"BackupOverdue Major: There is no good backup of {_files}", await FiringAsync());
    }

    [Fact]
    public async Task A_restore_that_nobody_has_tried_for_too_long()
    {
        var policy = new BackupPolicy { Rpo = TimeSpan.FromDays(90), DrillDays = 7 };
        var job = await MakeAsync(kilobytes: 20, policy: policy);
        await LookAsync(TimeSpan.FromDays(7));
        Assert.Equal("", await FiringAsync());

        await LookAsync(TimeSpan.FromMinutes(1));
        await LookAsync(TimeSpan.FromMinutes(1));
        Assert.Equal($"BackupUnproven Warning: Nobody has restored the backup of {_files} for 7 days", await FiringAsync());

        Assert.True((await _bench.RunAsync(await _bench.ClaimAsync(new DrillSettings(job), "Drill", ct: Ct))).Good);
        await LookAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("", await FiringAsync());
        _clock.FastForward(TimeSpan.FromDays(7));
        await LookAsync(TimeSpan.FromMinutes(1));
        Assert.Contains("BackupUnproven", await FiringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restarted_console_tells_nothing_twice_and_clears_what_was_raised_before()
    {
        var policy = new BackupPolicy { Rpo = TimeSpan.FromHours(4), DrillDays = null };
        var job = await MakeAsync(kilobytes: 20, policy: policy);
        await LookAsync(TimeSpan.FromHours(5));
        await _bench.DisposeAsync();
        _bench = KindBench.Start(_database, o => o.Sources.Add(_files), _clock);

        await LookAsync(TimeSpan.FromMinutes(1));
        Assert.Contains("BackupOverdue", await FiringAsync(), StringComparison.Ordinal);
        await MakeAsync(kilobytes: 20, job, policy);
        await LookAsync(TimeSpan.FromMinutes(1));

        Assert.Equal("", await FiringAsync());
        await AssertOnceAsync(BackupSignals.Overdue);
    }

    [Fact]
    public async Task A_retired_job_takes_its_alerts_along()
    {
        var job = await MakeAsync(kilobytes: 20, policy: new BackupPolicy { Rpo = TimeSpan.FromHours(4), DrillDays = null });
        await LookAsync(TimeSpan.FromHours(5));
        Assert.Contains("BackupOverdue", await FiringAsync(), StringComparison.Ordinal);

        Assert.IsType<RetireJobResult.Done>(await _bench.Get<RetireJob>().HandleAsync(job, KindBench.Admin, Ct));
        await LookAsync(TimeSpan.FromMinutes(1));

        Assert.Equal("", await FiringAsync());
    }

    [Fact]
    public async Task The_alert_of_the_asset_says_in_one_line_what_would_be_lost()
    {
        var truth = _bench.Get<IBackupTruth>();
        var policy = new BackupPolicy { Rpo = TimeSpan.FromHours(4), DrillDays = 7 };
        Assert.Empty(await truth.OfAssetAsync(_asset, KindBench.Admin, Ct));
        var claimed = await _bench.ClaimAsync(Settings(policy), asset: _asset, ct: Ct);
        Assert.Equal([$"no good backup of {_files}, RPO 4 h 00 min: you would lose everything"], await truth.OfAssetAsync(_asset, KindBench.Admin, Ct));

        await MakeAsync(kilobytes: 20, claimed.JobId, policy);
        _clock.FastForward(TimeSpan.FromHours(5));
        Assert.Equal(["last good backup 08:00 UTC, 6 h 00 min old, never restored, RPO 4 h 00 min: you would lose 6 h 00 min"], await truth.OfAssetAsync(_asset, KindBench.Admin, Ct));

        Assert.True((await _bench.RunAsync(await _bench.ClaimAsync(new DrillSettings(claimed.JobId), "Drill", ct: Ct))).Good);
        _clock.FastForward(TimeSpan.FromDays(3));
        Assert.Equal(["last good backup 2026-01-05 08:00 UTC, 3 d old, last proven restore 3 d ago, RPO 4 h 00 min: you would lose 3 d"], await truth.OfAssetAsync(_asset, KindBench.Admin, Ct));
        var remark = Assert.Single(await _bench.Get<IAssetRemarks>().OfAsync(_asset, KindBench.Admin, Ct));
        Assert.Equal(("warning", $"/backups?job={claimed.JobId}"), (remark.Tone, remark.Href));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => truth.OfAssetAsync(_asset, Actor.Internal("nobody"), Ct));
    }

    private ArchiveSettings Settings(BackupPolicy? policy = null) => new([_files], policy ?? new BackupPolicy());

    /// <summary>A backup an hour after the one before.</summary>
    private async Task<Guid> MakeAsync(int kilobytes, Guid? job = null, BackupPolicy? policy = null, int seconds = 0, bool damage = false)
    {
        File.Delete(Path.Combine(_files, "noise"));
        if (kilobytes > 0)
        {
            var noise = new byte[kilobytes * 1000];
            new Random(kilobytes).NextBytes(noise);
            await File.WriteAllBytesAsync(Path.Combine(_files, "noise"), noise, Ct);
        }

        var attempt = await _bench.ClaimAsync(Settings(policy), "Files", job, job is null ? _asset : null, Ct);
        attempt = attempt with { AssetId = _asset };
        var slow = seconds;
        attempt.Reaching = phase => _clock.FastForward(TimeSpan.FromSeconds(phase == "checksum" ? Interlocked.Exchange(ref slow, 0) : 0));
        attempt.Passing = async at =>
        {
            var file = Directory.EnumerateFiles(_bench.Backups, "*.tar.gz", SearchOption.AllDirectories).Order(StringComparer.Ordinal).LastOrDefault(f => f.Contains(attempt.RunId.ToString("N")[^8..], StringComparison.Ordinal) && !f.Contains(".making", StringComparison.Ordinal));
            if (damage && at == "after commit" && file is not null)
            {
                damage = false;
                var bytes = await File.ReadAllBytesAsync(file, Ct);
                bytes[bytes.Length / 2] ^= 1;
                await File.WriteAllBytesAsync(file, bytes, Ct);
            }
        };
        var wanted = !damage;
        var result = await _bench.RunAsync(attempt);
        Assert.True(result.Good == wanted, result.Summary);
        await _bench.EndAsync(attempt, RunState.Succeeded);
        _clock.FastForward(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(seconds));
        return attempt.JobId;
    }

    private async Task LookAsync(TimeSpan later)
    {
        var made = await LastAsync();
        _clock.FastForward(later <= TimeSpan.FromMinutes(1) || made is null ? later : made.Value + later - _clock.GetUtcNow());
        await _bench.Get<BackupJudge>().LookAsync(Ct);
    }

    /// <summary>When the last copy was begun.</summary>
    private async Task<DateTimeOffset?> LastAsync()
    {
        await using var db = await _database.Contexts.CreateDbContextAsync(Ct);
        return await db.Set<BackupCopy>().MaxAsync(c => (DateTimeOffset?)c.StartedAt, Ct);
    }

    /// <summary>What fires on the asset: "alertname severity: words".</summary>
    private async Task<string> FiringAsync()
    {
        await using var db = await _database.Contexts.CreateDbContextAsync(Ct);
        var open = await db.Set<Alert>().AsNoTracking().Where(a => a.State == AlertState.Unacknowledged || a.State == AlertState.Acknowledged).ToListAsync(Ct);
        Assert.All(open, a => Assert.Equal(_asset, a.AssetId));
        return string.Join(", ", open.Select(a => $"{a.Labels["alertname"]} {a.Severity}: {a.Summary}").Order(StringComparer.Ordinal));
    }

    /// <summary>However often it was told, it is one alert that was raised once.</summary>
    private async Task AssertOnceAsync(string alertname)
    {
        await using var db = await _database.Contexts.CreateDbContextAsync(Ct);
        var alerts = (await db.Set<Alert>().AsNoTracking().ToListAsync(Ct)).Where(a => a.Labels["alertname"] == alertname).ToList();
        var alert = Assert.Single(alerts).Id.ToString();
        Assert.Equal(1, await db.Set<TimelineEntry>().CountAsync(t => t.SubjectId == alert && t.Kind == "alert.raised", Ct));
    }
}
