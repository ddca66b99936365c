using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Shifts.Handover;

namespace OpsBridge.Maintenance.Handover;

/// <summary>Silences in force: nothing temporary may vanish between two watches.</summary>
internal sealed class HiderFacts : IHandoverFacts
{
    /// <inheritdoc />
    public HandoverSection Section => HandoverSection.AbnormalLineUps;

    /// <inheritdoc />
    public async Task<HandoverFactList> ReadAsync(OpsDbContext db, HandoverSpan span, DateTimeOffset now, CancellationToken ct)
    {
        var words = await FactWords.OfAsync(db, span.DeskId, ct);
        var active = db.Set<Silence>().AsNoTracking().Where(s => s.StartsAt <= now && s.EndsAt > now && s.StartsAt < span.Until);
        var facts = (await active.OrderBy(s => s.EndsAt).Take(FactBook.Most).ToListAsync(ct)).Select(s => new HandoverFact($"silence/{s.Id}", Short.Of(s.Comment, 300))
        {
            Detail = Short.Of($"Silence of {string.Join(", ", s.Matchers)} · ends {words.Clock(s.EndsAt, now)}{(s.EndsAt > span.Until ? ", after T" : "")}", 400),
            Owner = s.OwnerName,
            Since = s.StartsAt,
            Tone = FactTone.Warn,
            Href = $"/silences?id={s.Id}",
            Risk = s.EndsAt > span.Until ? "suppression active" : null,
        });
        return new HandoverFactList([.. facts], await active.CountAsync(ct));
    }
}
