using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Maintenance;

/// <summary>A notice in words, with the alerts that it names.</summary>
/// <param name="Due">What it is about.</param>
/// <param name="Text">One sentence.</param>
/// <param name="Alerts">The alerts, worst first.</param>
internal sealed record NoticeWords(DueNotice Due, string Text, IReadOnlyList<AlertRow> Alerts)
{
    private const int Named = 3;
    private const int Listed = 50;
    private const int Touched = 200;

    /// <summary>The words of a notice.</summary>
    public static NoticeWords Of(DueNotice due, IReadOnlyList<AlertRow> alerts)
    {
        var subject = due.Kind == SuppressorKind.Silence ? $"The silence “{Short.Of(due.Name, 80)}”" : Short.Of(due.Name, 100);
        var names = string.Join("; ", alerts.Take(Named).Select(a => Short.Of(a.Summary, 60)));
        var rest = alerts.Count > Named ? " …" : "";
        return new NoticeWords(due, (due.What, alerts.Count) switch
        {
            (NoticeKind.Started, 0) => $"{subject} has begun.",
            (NoticeKind.Started, _) => $"{subject} has begun and hides {Count(alerts.Count)}: {names}{rest}",
            (NoticeKind.EndsSoon, _) => $"{subject} ends soon and still hides {Count(alerts.Count)}: {names}{rest}",
            (_, 0) => $"{subject} has ended.",
            (_, 1) => $"{subject} has ended. Unhandled again: {names}",
            _ => $"{subject} has ended. {Count(alerts.Count)} are unhandled again: {names}{rest}",
        }, alerts);
    }

    /// <summary>Writes notice and timeline entries, unless another process has: all or nothing.</summary>
    public async Task SayOnceAsync(IDbContextFactory<OpsDbContext> contexts, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var isFirst = await db.Database.ExecuteSqlAsync(
            $"""
            insert into maintenance_notices (at, of, subject_id, what, due_at, text, firing)
            values ({now}, {Due.Kind.ToString()}, {Due.Id}, {Due.What.ToString()}, {Due.DueAt}, {Text}, {Alerts.Count})
            on conflict (subject_id, what, due_at) do nothing
            """,
            ct) == 1;
        if (!isFirst)
        {
            return;
        }

        db.Add(TimelineEntry.Record(now, actor, Entry()));
        if (Due.What == NoticeKind.Ended)
        {
            db.AddRange(Alerts.Take(Touched).Select(a => TimelineEntry.Record(now, actor, Resurfaced(a))));
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private Happening Entry()
    {
        var subject = Due.Kind == SuppressorKind.Silence ? "silence" : "window";
        var verb = Due.What switch { NoticeKind.Started => "started", NoticeKind.EndsSoon => "ends_soon", _ => "ended" };
        return new Happening($"{subject}.{verb}", Due.Id.ToString(), Text)
        {
            After = new { Due.DueAt, Firing = Alerts.Count, Alerts = Alerts.Take(Listed).Select(a => new { a.Id, a.Summary }).ToArray() },
        };
    }

    private Happening Resurfaced(AlertRow alert) =>
        new("alert.resurfaced", alert.Id.ToString(CultureInfo.InvariantCulture), $"unhandled again: {alert.Summary}")
        {
            AssetId = alert.AssetId,
            Why = $"{(Due.Kind == SuppressorKind.Silence ? "the silence" : "the maintenance window")} “{Short.Of(Due.Name, 200)}” has ended",
        };

    private static string Count(int alerts) => alerts == 1 ? "an alert that fires" : string.Create(CultureInfo.InvariantCulture, $"{alerts:N0} alerts that fire");
}
