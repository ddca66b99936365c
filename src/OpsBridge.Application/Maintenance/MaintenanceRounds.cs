using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Live;
using OpsBridge.Timeline;

namespace OpsBridge.Maintenance;

/// <summary>One look at everything that hides alerts: see <see cref="MaintenanceWatch"/>.</summary>
public sealed class MaintenanceRounds(
    IDbContextFactory<OpsDbContext> contexts, IAlertBoard board, ISuppressions suppressions, MaintenanceChange change, LiveFeed feed, TimeProvider clock)
{
    /// <summary>Without anything planned the next round is as far away as this.</summary>
    private static readonly TimeSpan s_farAway = TimeSpan.FromDays(1);

    private static readonly Actor s_self = Actor.Internal("OpsBridge", Permissions.ViewAlerts);
    private static readonly TimeSpan s_review = TimeSpan.FromMinutes(1);
    private DateTimeOffset? _edge;
    private DateTimeOffset _reviewedAt;

    /// <summary>Tables whose change asks for a round, besides the alerts.</summary>
    public IReadOnlyList<string> Topics => suppressions.Topics;

    /// <summary>Makes a round; returns when something begins, ends or is to be said next.</summary>
    public async Task<DateTimeOffset> MakeAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (_edge <= now)
        {
            _edge = null;
            feed.Publish("silences"); // nobody wrote anything, and yet every page shows something else from now on
        }

        if (now - _reviewedAt >= s_review)
        {
            _reviewedAt = now;
            feed.Publish(MaintenanceReview.Topic);
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        var since = DueNotice.Since(now);
        var silences = await db.Set<Silence>().AsNoTracking().Where(s => s.EndsAt > since).ToListAsync(ct);
        var windows = await PlannedWindow.ReadAsync(db, now, ct);
        await StartFlexibleAsync(windows, now, ct);
        await SayAsync(db, [.. silences.SelectMany(s => DueNotice.Of(s, now)), .. windows.SelectMany(w => DueNotice.Of(w, now))], now, ct);
        _edge = Edges(silences, windows, now).Where(e => e > now).DefaultIfEmpty(now + s_farAway).Min();
        return _edge.Value;
    }

    private static IEnumerable<DateTimeOffset> Edges(IReadOnlyList<Silence> silences, IReadOnlyList<PlannedWindow> windows, DateTimeOffset now) =>
    [
        .. silences.SelectMany(s => new[] { s.StartsAt, s.EndsAt, DueNotice.WarnAt(s.StartsAt, s.EndsAt) }),
        .. windows.Select(w => w.Schedule.NextChange(now)).OfType<DateTimeOffset>(),
        .. windows.Select(w => w.Schedule.At(now)).OfType<WindowStretch>().Select(s => DueNotice.WarnAt(s.Start, s.End)),
    ];

    /// <summary>The first failure within the time of a flexible window starts it for everything in its scope.</summary>
    private async Task StartFlexibleAsync(IReadOnlyList<PlannedWindow> windows, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var planned in windows)
        {
            if (planned.Schedule.WaitsAt(now) is not { } waiting || await FirstFailureAsync(planned.Scope, waiting, ct) is not { } failed)
            {
                continue;
            }

            await change.WindowAsync(
                planned.Window.Id,
                false,
                (db, window, schedule, at) =>
                {
                    var starts = schedule.WaitsAt(at) is not null && window.Start(failed.StartsAt, at);
                    if (starts)
                    {
                        var what = WindowHistory.Happened(window, "triggered", $"a failure ({failed.Summary}) started");
                        db.Add(TimelineEntry.Record(at, s_self, what));
                    }

                    return starts;
                },
                ct);
        }
    }

    private async Task<AlertRow?> FirstFailureAsync(QuickScope scope, FirstFailure waiting, CancellationToken ct) =>
        (await board.OpenAsync(s_self, ct)).Rows
            .Where(r => r.StartsAt >= waiting.From && r.StartsAt < waiting.To && scope.Covers(HiddenAlerts.Target(r)))
            .MinBy(r => r.StartsAt);

    private async Task SayAsync(OpsDbContext db, IReadOnlyList<DueNotice> due, DateTimeOffset now, CancellationToken ct)
    {
        if (due.Count == 0)
        {
            return;
        }

        var about = due.Select(d => d.Id).Distinct().ToArray();
        var said = (await db.Set<MaintenanceNotice>().Where(n => about.Contains(n.SubjectId)).Select(n => new { n.SubjectId, n.What, n.DueAt }).ToListAsync(ct))
            .Select(n => (n.SubjectId, n.What, n.DueAt)).ToHashSet();
        var open = due.Where(d => !said.Contains((d.Id, d.What, d.DueAt))).ToList();
        if (open.Count == 0)
        {
            return;
        }

        var rows = (await board.OpenAsync(s_self, ct)).Rows.Where(r => r.ClearedAt is null).ToList();
        var set = await suppressions.CurrentAsync(ct);
        foreach (var notice in open)
        {
            var inside = rows.Where(r => notice.Scope.Covers(HiddenAlerts.Target(r)) && (notice.What != NoticeKind.Ended || IsLoud(r, notice, set))).ToList();
            if (notice.What != NoticeKind.EndsSoon || inside.Count > 0)
            {
                await NoticeWords.Of(notice, inside).SayOnceAsync(contexts, s_self, now, ct);
            }
        }
    }

    /// <summary>Nobody has acknowledged it, it fired before the end, and nothing else hides it: it is unhandled from now on.</summary>
    private static bool IsLoud(AlertRow row, DueNotice notice, ISuppressionSet set) =>
        row is { State: AlertState.Unacknowledged, CauseId: null } && row.StartsAt < notice.DueAt && set.For(HiddenAlerts.Target(row)).Count == 0;
}
