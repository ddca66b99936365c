using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Shifts.Handover;

namespace OpsBridge.Alerts.Handover;

/// <summary>
/// The open alerts, worst first: situation and background from the records, symptoms counted under their cause. Those going off
/// judge the worst one by one and the rest of the bad ones together, so that a storm can still be handed over.
/// </summary>
internal sealed class OpenAlertFacts(ISuppressions suppressions) : IHandoverFacts
{
    /// <summary>How many alerts are judged one by one.</summary>
    public const int JudgedEach = 12;

    /// <inheritdoc />
    public HandoverSection Section => HandoverSection.Alerts;

    /// <inheritdoc />
    public async Task<HandoverFactList> ReadAsync(OpsDbContext db, HandoverSpan span, DateTimeOffset now, CancellationToken ct)
    {
        var open = db.Set<Alert>().AsNoTracking().Where(a =>
            a.RaisedAt < span.Until && a.CauseId == null && a.State != AlertState.Suppressed && (a.State != AlertState.Closed || a.ClosedAt >= span.Until));
        var total = await open.CountAsync(ct);
        var worst = await (from a in open
                           join asset in db.Set<Asset>() on a.AssetId equals asset.Id into assets
                           from asset in assets.DefaultIfEmpty()
                           orderby a.Severity == AlertSeverity.Critical ? 0 : a.Severity == AlertSeverity.Major ? 1 : a.Severity == AlertSeverity.Warning ? 2 : 3,
                               a.State == AlertState.Unacknowledged ? 0 : 1, a.RaisedAt
                           select new { a, Name = asset == null ? null : asset.Name, SiteId = asset == null ? (Guid?)null : asset.SiteId }).Take(FactBook.Most).ToListAsync(ct);
        var hidden = await suppressions.CurrentAsync(ct);
        var rows = worst.Select(w => new OpenAlert(w.a, w.Name, hidden.For(new SuppressionTarget(w.a.Labels, w.a.AssetId, w.SiteId, w.a.StartsAt)).Count > 0)).ToList();
        var symptoms = await SymptomsAsync(db, span, ct);
        var judged = rows.Where(r => r.NeedsWords).Take(JudgedEach).Select(r => r.Alert.Id).ToArray();
        var words = await FactWords.OfAsync(db, span.DeskId, ct);
        var past = await AlertBackgrounds.ReadAsync(db, judged, words, now, ct);
        var facts = rows.Select(r => r.Fact(symptoms.GetValueOrDefault(r.Alert.Id), past.GetValueOrDefault(r.Alert.Id), judged.Contains(r.Alert.Id), words, now)).ToList();
        if (rows.Count(r => r.NeedsWords) - judged.Length is > 0 and var rest)
        {
            facts.Insert(judged.Length, new HandoverFact("alerts/rest", $"{FactWords.Many(rest, "more alert")} of critical or major severity")
            {
                Detail = "Too many to judge one by one: say what they have in common.",
                NeedsJudgement = true,
                Tone = FactTone.Bad,
                Href = "/alerts",
            });
        }

        return new HandoverFactList(facts, total);
    }

    private static async Task<Dictionary<long, int>> SymptomsAsync(OpsDbContext db, HandoverSpan span, CancellationToken ct) =>
        await db.Set<Alert>().AsNoTracking().Where(a => a.CauseId != null && a.State != AlertState.Closed && a.RaisedAt < span.Until)
            .GroupBy(a => a.CauseId!.Value).Select(g => new { g.Key, Number = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Number, ct);
}
