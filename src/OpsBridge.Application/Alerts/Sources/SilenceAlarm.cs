using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Timeline;

namespace OpsBridge.Alerts.Sources;

/// <summary>Raises and clears our own alert about a source that went silent.</summary>
public sealed class SilenceAlarm(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Who does it.</summary>
    public static Actor Self { get; } = Actor.Internal("source watch", Permissions.ReportAlerts);

    /// <summary>The labels that identify the alert about a silent source.</summary>
    public static Labels Identity(string source) => Labels.Of(("alertname", DefaultMapping.SilentSource), ("source", source));

    /// <summary>
    /// Judges every source that is watched or was found dead, one process at a time. Returns what changed; null when another
    /// process is at it.
    /// </summary>
    /// <param name="listeningSince">Since when this process listens (UTC).</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlyList<SilenceChange>?> JudgeAsync(DateTimeOffset listeningSince, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var mine = await db.Database.SqlQuery<bool>($"select pg_try_advisory_xact_lock({AdvisoryLocks.SourceWatch}) as \"Value\"").SingleAsync(ct);
        if (!mine)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var heard = await (
            from s in db.Set<Source>()
            join h in db.Set<SourceHearing>() on s.Id equals h.SourceId
            where s.SilenceLimit != null || h.SilentSince != null
            select new { Source = s, h.LastHeardAt, h.SilentSince }).ToListAsync(ct);
        var changes = new List<SilenceChange>();
        foreach (var one in heard)
        {
            var verdict = SilenceRule.Judge(one.Source.SilenceLimit, one.LastHeardAt, one.SilentSince, listeningSince, now);
            if (verdict != SilenceVerdict.Same)
            {
                await TellAsync(db, one.Source, verdict == SilenceVerdict.WentSilent, one.LastHeardAt, now, ct);
                changes.Add(new SilenceChange(one.Source.Name, verdict));
            }
        }

        await transaction.CommitAsync(ct);
        return changes;
    }

    /// <summary>A source goes for good: no alarm about it remains. Within the caller's transaction.</summary>
    internal async Task ForgetAsync(OpsDbContext db, Source source, CancellationToken ct)
    {
        if (await db.Set<SourceHearing>().AnyAsync(h => h.SourceId == source.Id && h.SilentSince != null, ct))
        {
            await ApplySignals.WithinAsync(db, [Signal(source, silent: false, "removed", clock.GetUtcNow())], Self, ct);
        }
    }

    private static async Task TellAsync(OpsDbContext db, Source source, bool silent, DateTimeOffset lastHeardAt, DateTimeOffset now, CancellationToken ct)
    {
        var words = string.Create(CultureInfo.InvariantCulture, $"last heard {lastHeardAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
        DateTimeOffset? since = silent ? now : null;
        await db.Set<SourceHearing>().Where(h => h.SourceId == source.Id).ExecuteUpdateAsync(h => h.SetProperty(x => x.SilentSince, since), ct);
        await ApplySignals.WithinAsync(db, [Signal(source, silent, words, now)], Self, ct);
        db.Add(TimelineEntry.Record(now, Self, SourceHistory.Of(source, silent ? "silent" : "heard", silent ? $"source {source.Name} is silent, {words}" : $"source {source.Name} is heard again")));
        await db.SaveChangesAsync(ct);
    }

    private static AlertSignal Signal(Source source, bool silent, string words, DateTimeOffset now) =>
        new(Identity(source.Name), silent, AlertSeverity.Major, $"Source {source.Name} is silent, {words}", now)
        {
            Detail = "Nothing at all was heard from it for longer than its limit. Its open alerts stay open, marked \"source dead\": nobody can say whether they still hold.",
            Source = "opsbridge",
        };
}

/// <summary>What changed with one source.</summary>
/// <param name="Name">The source.</param>
/// <param name="Verdict">What it is now.</param>
public sealed record SilenceChange(string Name, SilenceVerdict Verdict);
