using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts.Intake;
using OpsBridge.Alerts.Sources;
using OpsBridge.Data;
using OpsBridge.Shifts.Handover;

namespace OpsBridge.Alerts.Handover;

/// <summary>Whether the outside tools were heard: sources heard and dead, messages that could not be read.</summary>
internal sealed class SourceHealthFacts : IHandoverFacts
{
    /// <inheritdoc />
    public HandoverSection Section => HandoverSection.MonitoringHealth;

    /// <inheritdoc />
    public async Task<HandoverFactList> ReadAsync(OpsDbContext db, HandoverSpan span, DateTimeOffset now, CancellationToken ct)
    {
        var sources = await (from s in db.Set<Source>().AsNoTracking()
                             join h in db.Set<SourceHearing>() on s.Id equals h.SourceId into hearings
                             from h in hearings.DefaultIfEmpty()
                             orderby s.Name
                             select new { s.Id, s.Name, Silent = h == null ? null : h.SilentSince, Heard = h == null ? (DateTimeOffset?)null : h.LastHeardAt }).ToListAsync(ct);
        var words = await FactWords.OfAsync(db, span.DeskId, ct);
        var dead = sources.Where(s => s.Silent is not null).ToList();
        var facts = dead.Select(s => new HandoverFact($"source/{s.Id}", $"Source {s.Name} is silent since {words.Clock(s.Silent!.Value, now)}")
        {
            Detail = "Nobody can say whether what it reported still holds.",
            Tone = FactTone.Bad,
            Href = $"/sources/{s.Id}",
            Since = s.Silent,
        }).ToList();
        facts.Add(new HandoverFact("sources/heard", sources.Count == 0 ? "No outside tool is connected" : $"{sources.Count(s => s.Heard >= span.From)} of {FactWords.Many(sources.Count, "source")} heard in this shift, {dead.Count} dead") { Tone = FactTone.Quiet });
        var unread = await db.Set<QuarantinedMessage>().CountAsync(q => q.At >= span.From && q.At < span.Until, ct);
        facts.Add(new HandoverFact("sources/quarantine", unread == 0 ? "Every message could be read" : $"{FactWords.Many(unread, "message")} could not be read")
        {
            Tone = unread == 0 ? FactTone.Quiet : FactTone.Warn,
            Href = unread == 0 ? null : "/sources/quarantine",
        });
        return new HandoverFactList(facts, facts.Count);
    }
}
