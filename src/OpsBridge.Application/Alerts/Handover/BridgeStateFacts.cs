using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts.Flood;
using OpsBridge.Data;
using OpsBridge.Shifts.Handover;

namespace OpsBridge.Alerts.Handover;

/// <summary>How the bridge stands in figures, beside the line that people write: what is open, and the rate of alarms.</summary>
internal sealed class BridgeStateFacts : IHandoverFacts
{
    private static readonly TimeSpan s_lately = TimeSpan.FromHours(1);

    /// <inheritdoc />
    public HandoverSection Section => HandoverSection.State;

    /// <inheritdoc />
    public async Task<HandoverFactList> ReadAsync(OpsDbContext db, HandoverSpan span, DateTimeOffset now, CancellationToken ct)
    {
        var open = await db.Set<Alert>().AsNoTracking()
            .Where(a => a.RaisedAt < span.Until && a.CauseId == null && a.State != AlertState.Suppressed && (a.State != AlertState.Closed || a.ClosedAt >= span.Until))
            .GroupBy(a => new { a.Severity, Loud = a.State == AlertState.Unacknowledged }).Select(g => new { g.Key.Severity, g.Key.Loud, Number = g.Count() }).ToListAsync(ct);
        var since = now - s_lately;
        var alarms = await db.Set<Alert>().CountAsync(a => a.RaisedAt >= since && a.RaisedAt < span.Until && a.CauseId == null, ct);
        var flood = await db.Set<AlertFlood>().AsNoTracking().Where(f => f.BeganAt < span.Until && (f.EndedAt == null || f.EndedAt > since)).OrderByDescending(f => f.BeganAt).FirstOrDefaultAsync(ct);
        int Of(AlertSeverity severity) => open.Where(o => o.Severity == severity).Sum(o => o.Number);
        var (critical, major, loud) = (Of(AlertSeverity.Critical), Of(AlertSeverity.Major), open.Where(o => o.Loud).Sum(o => o.Number));
        var facts = new List<HandoverFact>
        {
            new("state/open", $"{critical} critical, {major} major, {Of(AlertSeverity.Warning)} warning open; {loud} that nobody has acted on")
            {
                Tone = critical > 0 ? FactTone.Bad : major > 0 ? FactTone.Warn : FactTone.Quiet,
                Href = "/alerts",
            },
            new("state/rate", string.Create(CultureInfo.InvariantCulture, $"{FactWords.Many(alarms, "alarm")} in the last hour, {alarms / 6.0:0.#} in ten minutes"))
            {
                Detail = $"EEMUA 191: {FloodRule.Manageable:0} for each operator is manageable, more than {FloodRule.Begins:0} is a flood.",
                Tone = alarms / 6.0 > FloodRule.Begins ? FactTone.Bad : FactTone.Quiet,
            },
        };
        if (flood is not null)
        {
            var words = await FactWords.OfAsync(db, span.DeskId, ct);
            facts.Add(new HandoverFact($"flood/{flood.Id}", $"Alert flood from {words.Clock(flood.BeganAt, now)}{(flood.EndedAt is { } end ? $" to {words.Clock(end, now)}" : ", still on")}")
            {
                Tone = FactTone.Bad,
                Risk = "flood in the last hour",
            });
        }

        return new HandoverFactList(facts, facts.Count);
    }
}
