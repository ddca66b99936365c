using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Shifts.Watch;

namespace OpsBridge.Shifts.Handover;

/// <summary>Who stands watch, against what the desk needs.</summary>
internal sealed class PeopleFacts : IHandoverFacts
{
    private static readonly TimeSpan s_long = TimeSpan.FromHours(12);

    /// <inheritdoc />
    public HandoverSection Section => HandoverSection.People;

    /// <inheritdoc />
    public async Task<HandoverFactList> ReadAsync(OpsDbContext db, HandoverSpan span, DateTimeOffset now, CancellationToken ct)
    {
        var desk = await db.Set<Desk>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == span.DeskId, ct);
        var spells = await db.Set<WatchSpell>().AsNoTracking().Where(s => s.DeskId == span.DeskId && s.LeftAt == null).OrderBy(s => s.TakenAt).ToListAsync(ct);
        var words = await FactWords.OfAsync(db, span.DeskId, ct);
        var tooFew = desk is not null && spells.Count < desk.MinimumPeople;
        var facts = new List<HandoverFact>
        {
            new("people/watch", $"{spells.Count} on watch, {desk?.MinimumPeople ?? 1} needed")
            {
                Tone = tooFew ? FactTone.Warn : FactTone.Quiet,
                Detail = tooFew ? "Fewer than the desk needs." : null,
            },
        };
        facts.AddRange(spells.Select(s => new HandoverFact($"person/{s.AccountId}", s.AccountName)
        {
            Detail = $"on watch since {words.Clock(s.TakenAt, now)}, {FactWords.Lasting(now - s.TakenAt)}{(s.Holds ? "; answers for the desk" : "")}",
            Tone = now - s.TakenAt > s_long ? FactTone.Warn : FactTone.Plain,
            Since = s.TakenAt,
        }));
        return new HandoverFactList(facts, facts.Count);
    }
}
