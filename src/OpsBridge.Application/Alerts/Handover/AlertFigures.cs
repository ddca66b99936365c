using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Shifts.Handover;

namespace OpsBridge.Alerts.Handover;

/// <summary>Figures of the shift: of what was raised or closed from its beginning, included, to T, excluded.</summary>
internal sealed class AlertFigures : IHandoverFacts
{
    private const int Noisiest = 5;

    /// <inheritdoc />
    public HandoverSection Section => HandoverSection.Figures;

    /// <inheritdoc />
    public async Task<HandoverFactList> ReadAsync(OpsDbContext db, HandoverSpan span, DateTimeOffset now, CancellationToken ct)
    {
        var raised = db.Set<Alert>().AsNoTracking().Where(a => a.RaisedAt >= span.From && a.RaisedAt < span.Until);
        var closed = db.Set<Alert>().AsNoTracking().Where(a => a.State == AlertState.Closed && a.ClosedAt >= span.From && a.ClosedAt < span.Until);
        var numbers = await raised.GroupBy(a => a.RaisedSeverity).Select(g => new { g.Key, Number = g.Count() }).ToListAsync(ct);
        var (answer, solve) = (await AverageAsync(db, Answered, span, ct), await AverageAsync(db, Solved, span, ct));
        var facts = new List<HandoverFact>
        {
            new("figures/raised", $"{FactWords.Many(numbers.Sum(n => n.Number), "alert")} raised, {await closed.CountAsync(ct)} closed")
            {
                Detail = string.Join(", ", numbers.OrderByDescending(n => n.Key).Select(n => $"{n.Number} {n.Key.ToString().ToLowerInvariant()}")),
                Tone = FactTone.Quiet,
            },
            new("figures/times", $"Acknowledged after {Words(answer)}, closed after {Words(solve)} on average") { Detail = "MTTA of those raised in this shift, MTTR of those closed in it.", Tone = FactTone.Quiet },
        };
        var noise = await raised.GroupBy(a => a.Summary).Select(g => new { g.Key, Number = g.Count(), Reports = g.Sum(a => a.Count) })
            .OrderByDescending(g => g.Reports).ThenBy(g => g.Key).Take(Noisiest).ToListAsync(ct);
        facts.AddRange(noise.Where(n => n.Reports > 1).Select((n, i) => new HandoverFact($"noise/{i}", n.Key)
        {
            Detail = $"raised {FactWords.Many(n.Number, "time")}, reported {FactWords.Many(n.Reports, "time")}",
            Tone = FactTone.Quiet,
        }));
        return new HandoverFactList(facts, facts.Count);
    }

    private const string Answered = "select extract(epoch from avg(acknowledged_at - raised_at))::float8 as \"Value\" from alerts where acknowledged_at is not null and raised_at >= {0} and raised_at < {1}";
    private const string Solved = "select extract(epoch from avg(closed_at - raised_at))::float8 as \"Value\" from alerts where state = 'Closed' and closed_at >= {0} and closed_at < {1}";

    private static async Task<double?> AverageAsync(OpsDbContext db, string sql, HandoverSpan span, CancellationToken ct) =>
        await db.Database.SqlQueryRaw<double?>(sql, span.From, span.Until).SingleAsync(ct);

    private static string Words(double? seconds) => seconds is { } s ? s < 60 ? string.Create(CultureInfo.InvariantCulture, $"{s:0} s") : FactWords.Lasting(TimeSpan.FromSeconds(s)) : "–";
}
