using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Timeline;
using Xunit;

namespace OpsBridge.Jobs.Backups;

/// <summary>How these tests make backups, let time pass and read what fires.</summary>
public sealed partial class BackupAlarmsTests
{
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
                bytes[9] ^= 1; // which system packed it (RFC 1952): nothing but the checksum sees it
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
