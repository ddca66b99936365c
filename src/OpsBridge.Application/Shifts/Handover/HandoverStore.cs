using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts.Watch;

namespace OpsBridge.Shifts.Handover;

/// <summary>Reads handovers with their papers and surroundings, and stores what steps add.</summary>
public sealed class HandoverStore(WatchBelongings belongings, HandoverFactReader facts)
{
    /// <summary>Locks the head until the transaction ends; null when there is none.</summary>
    public static async Task<WatchHandover?> LockAsync(OpsDbContext db, Guid id, CancellationToken ct) =>
        (await db.Set<WatchHandover>().FromSql($"select *, xmin from handovers where id = {id} for update").ToListAsync(ct)).SingleOrDefault();

    /// <summary>The papers of a handover.</summary>
    public static async Task<HandoverPapers> PapersAsync(OpsDbContext db, Guid id, CancellationToken ct) =>
        (await PapersAsync(db, [id], ct)).GetValueOrDefault(id) ?? new HandoverPapers();

    /// <summary>The papers of many handovers: of texts and decisions the newest.</summary>
    public static async Task<Dictionary<Guid, HandoverPapers>> PapersAsync(OpsDbContext db, IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        var papers = ids.ToDictionary(id => id, _ => new HandoverPapers());
        foreach (var text in await db.Set<HandoverText>().AsNoTracking().Where(t => ids.Contains(t.HandoverId)).OrderBy(t => t.Version).ToListAsync(ct))
        {
            papers[text.HandoverId].Take(text);
        }

        foreach (var tick in await db.Set<HandoverTick>().AsNoTracking().Where(t => ids.Contains(t.HandoverId)).ToListAsync(ct))
        {
            papers[tick.HandoverId].Take(tick);
        }

        foreach (var message in await db.Set<HandoverMessage>().AsNoTracking().Where(m => ids.Contains(m.HandoverId)).OrderBy(m => m.At).ThenBy(m => m.Id).ToListAsync(ct))
        {
            papers[message.HandoverId].Take(message);
        }

        foreach (var decision in await db.Set<HandoverDecision>().AsNoTracking().Where(d => ids.Contains(d.HandoverId)).OrderBy(d => d.Revision).ToListAsync(ct))
        {
            papers[decision.HandoverId].Take(decision);
        }

        foreach (var signature in await db.Set<HandoverSignature>().AsNoTracking().Where(s => ids.Contains(s.HandoverId)).OrderBy(s => s.At).ThenBy(s => s.Id).ToListAsync(ct))
        {
            papers[signature.HandoverId].Take(signature);
        }

        await SealedAsync(db, ids, papers, ct);
        return papers;
    }

    /// <summary>What a step is decided in the light of.</summary>
    /// <param name="db">Context within the transaction.</param>
    /// <param name="head">The handover.</param>
    /// <param name="withFacts">Whether the step looks at facts; reading them costs more than everything else.</param>
    /// <param name="lockThings">Whether the belongings are to be locked until the transaction ends.</param>
    /// <param name="now">The moment (UTC).</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<HandoverSurroundings> AroundAsync(OpsDbContext db, WatchHandover head, bool withFacts, bool lockThings, DateTimeOffset now, CancellationToken ct)
    {
        var spells = await db.Set<WatchSpell>().Where(s => s.DeskId == head.DeskId && s.LeftAt == null).OrderBy(s => s.TakenAt).ToListAsync(ct);
        var around = new HandoverSurroundings { OnWatch = spells };
        var off = new HandoverCase(head, new HandoverPapers(), around).GoingOff.Select(s => s.AccountId).ToArray();
        around = around with { Elsewhere = await WatchBelongings.ElsewhereAsync(db, head.DeskId, off, lockThings, ct) };
        return around with
        {
            Belongings = await belongings.OwnedByAsync(db, [.. off.Where(o => !around.Elsewhere.Contains(o))], lockThings, ct),
            People = await ColleagueList.NamesAsync(db, Permissions.StandWatch, ct),
            LastWatch = head.ReviewerId is { } reader ? await LastWatchAsync(db, reader, ct) : new Dictionary<Guid, DateTimeOffset>(),
            Facts = withFacts ? await FactsAsync(head, atTheCut: lockThings, WatchHandover.Exact(now), ct) : FactBook.Empty,
        };
    }

    /// <summary>The last sealed record of a desk, locked against a second one after it.</summary>
    public static async Task<HandoverRecord?> LastRecordAsync(OpsDbContext db, Guid desk, CancellationToken ct) =>
        await db.Set<HandoverRecord>().AsNoTracking().Where(r => r.DeskId == desk).OrderByDescending(r => r.Number).FirstOrDefaultAsync(ct);

    /// <summary>Until Accept what falls due at T is judged against T as planned; on Accept before it, the cut is that moment.</summary>
    private Task<FactBook> FactsAsync(WatchHandover head, bool atTheCut, DateTimeOffset now, CancellationToken ct)
    {
        var early = now < head.At;
        return facts.ReadAsync(atTheCut && early ? head.Span with { Until = now } : head.Span, early ? now : head.At, ct);
    }

    private static async Task SealedAsync(OpsDbContext db, IReadOnlyCollection<Guid> ids, Dictionary<Guid, HandoverPapers> papers, CancellationToken ct)
    {
        foreach (var record in await db.Set<HandoverRecord>().AsNoTracking().Where(r => ids.Contains(r.HandoverId)).ToListAsync(ct))
        {
            papers[record.HandoverId].Take(record);
        }

        foreach (var addition in await db.Set<HandoverAddition>().AsNoTracking().Where(a => ids.Contains(a.HandoverId)).OrderBy(a => a.Number).ToListAsync(ct))
        {
            papers[addition.HandoverId].Take(addition);
        }
    }

    private static async Task<Dictionary<Guid, DateTimeOffset>> LastWatchAsync(OpsDbContext db, Guid who, CancellationToken ct)
    {
        var left = await db.Set<WatchSpell>().Where(s => s.AccountId == who && s.LeftAt != null).MaxAsync(s => s.LeftAt, ct);
        return left is { } at ? new() { [who] = at } : [];
    }
}
