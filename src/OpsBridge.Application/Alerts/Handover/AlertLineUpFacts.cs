using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Shifts.Handover;

namespace OpsBridge.Alerts.Handover;

/// <summary>What of the alerts is not as their sources say, on purpose: hidden behind a cause, judged otherwise, put aside.</summary>
internal sealed class AlertLineUpFacts : IHandoverFacts
{
    private const int Named = 50;

    /// <inheritdoc />
    public HandoverSection Section => HandoverSection.AbnormalLineUps;

    /// <inheritdoc />
    public async Task<HandoverFactList> ReadAsync(OpsDbContext db, HandoverSpan span, DateTimeOffset now, CancellationToken ct)
    {
        var open = db.Set<Alert>().AsNoTracking().Where(a => a.RaisedAt < span.Until && a.State != AlertState.Closed);
        var facts = new List<HandoverFact>();
        var unreachable = await open.CountAsync(a => a.State == AlertState.Suppressed, ct);
        if (unreachable > 0)
        {
            facts.Add(new HandoverFact("alerts/unreachable", $"{FactWords.Many(unreachable, "alert")} hidden because what they depend on is down") { Tone = FactTone.Warn, Href = "/alerts" });
        }

        var judged = open.Where(a => a.Severity != a.ReportedSeverity);
        var overrides = await judged.CountAsync(ct);
        foreach (var alert in await judged.OrderBy(a => a.Id).Take(Named).ToListAsync(ct))
        {
            facts.Add(new HandoverFact($"override/{alert.Id}", $"Judged {Word(alert.Severity)}, its source says {Word(alert.ReportedSeverity)}: {alert.Summary}")
            {
                Href = $"/alerts/{alert.Id}",
                Owner = alert.OwnerName,
                Tone = alert.Severity < alert.ReportedSeverity ? FactTone.Warn : FactTone.Plain,
            });
        }

        return new HandoverFactList(facts, (unreachable > 0 ? 1 : 0) + overrides);
    }

    private static string Word(AlertSeverity severity) => severity.ToString().ToLowerInvariant();
}
