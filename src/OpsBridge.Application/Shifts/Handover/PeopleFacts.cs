using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts.Roster;
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
        facts.AddRange(await NextAsync(db, span, desk?.MinimumPeople ?? 1, ct));
        return new HandoverFactList(facts, facts.Count);
    }

    /// <summary>Who is planned for the next shift, against what the desk needs, and who of them is away.</summary>
    private static async Task<IEnumerable<HandoverFact>> NextAsync(OpsDbContext db, HandoverSpan span, int needed, CancellationToken ct)
    {
        var next = await db.Set<Shift>().AsNoTracking().Where(s => s.DeskId == span.DeskId && s.StartsAt >= span.Until && s.StartsAt < span.NextUntil).OrderBy(s => s.StartsAt).FirstOrDefaultAsync(ct);
        if (next is null)
        {
            return [];
        }

        var planned = await db.Set<Assignment>().AsNoTracking().Where(a => a.ShiftId == next.Id).Select(a => a.AccountId).ToListAsync(ct);
        var names = await ColleagueList.NamesAsync(db, Permissions.StandWatch, ct);
        var away = await db.Set<Absence>().AsNoTracking().Where(a => planned.Contains(a.AccountId) && a.FirstDay <= next.Day && a.LastDay >= next.Day).ToListAsync(ct);
        var coming = planned.Where(p => away.TrueForAll(a => a.AccountId != p)).Select(p => names.GetValueOrDefault(p, "somebody without an account")).ToList();
        return
        [
            new HandoverFact("people/next", $"{next.Name}: {coming.Count} planned, {needed} needed") { Detail = string.Join(", ", coming.Order(StringComparer.Ordinal)), Tone = coming.Count < needed ? FactTone.Warn : FactTone.Quiet, Href = "/roster" },
            .. away.Select(a => new HandoverFact($"absence/{a.Id}", $"{names.GetValueOrDefault(a.AccountId, "Somebody")} is planned for {next.Name} and away") { Detail = a.Kind.ToString(), Tone = FactTone.Warn, Href = "/roster" }),
        ];
    }
}
