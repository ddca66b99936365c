using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Shifts.Handover;

/// <summary>Reads one handover for its page and report.</summary>
public interface IHandoverReader
{
    /// <summary>The handover, with facts as they are now or as they were frozen; null when there is none.</summary>
    Task<HandoverView?> ReadAsync(Guid id, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IHandoverReader"/>
public sealed class HandoverReader(IDbContextFactory<OpsDbContext> contexts, HandoverStore store, TimeProvider clock) : IHandoverReader
{
    /// <inheritdoc />
    public async Task<HandoverView?> ReadAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewShifts);
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<WatchHandover>().AsNoTracking().SingleOrDefaultAsync(h => h.Id == id, ct) is not { } head)
        {
            return null;
        }

        var desk = await db.Set<Desk>().AsNoTracking().SingleAsync(d => d.Id == head.DeskId, ct);
        var papers = await HandoverStore.PapersAsync(db, id, ct);
        var frozen = papers.Record is { } record ? HandoverSeal.FactsOf(record.Content) : null;
        var around = await store.AroundAsync(db, head, withFacts: frozen is null && head.State != HandoverState.Lapsed, lockThings: false, clock.GetUtcNow(), ct);
        if (frozen is not null)
        {
            around = around with { Facts = new FactBook(frozen.Sections), Belongings = [] };
        }

        return new HandoverView(new HandoverCase(head, papers, around), desk.Name, desk.Zone, frozen?.Transfers ?? [], frozen?.Risks, await PreviousAsync(db, head, papers.Record, ct));
    }

    private static async Task<HandoverRow?> PreviousAsync(OpsDbContext db, WatchHandover head, HandoverRecord? own, CancellationToken ct)
    {
        var before = own?.Number ?? int.MaxValue;
        var previous = await db.Set<HandoverRecord>().AsNoTracking().Where(r => r.DeskId == head.DeskId && r.Number < before)
            .OrderByDescending(r => r.Number).Select(r => (Guid?)r.HandoverId).FirstOrDefaultAsync(ct);
        return previous is { } id ? (await HandoverList.RowsAsync(db, db.Set<WatchHandover>().Where(h => h.Id == id), ct)).SingleOrDefault() : null;
    }
}
