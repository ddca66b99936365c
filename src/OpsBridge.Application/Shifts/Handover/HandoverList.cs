using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts.Watch;

namespace OpsBridge.Shifts.Handover;

/// <summary>Reads which handovers there are.</summary>
public interface IHandoverList
{
    /// <summary>Every desk in use with its open handover, and the last 200 that are over.</summary>
    Task<HandoverOverview> ReadAsync(Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IHandoverList"/>
public sealed class HandoverList(IDbContextFactory<OpsDbContext> contexts) : IHandoverList
{
    private const int Most = 200;

    /// <inheritdoc />
    public async Task<HandoverOverview> ReadAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewShifts);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var desks = await db.Set<Desk>().AsNoTracking().Where(d => d.RetiredAt == null).OrderBy(d => d.Name).ToListAsync(ct);
        var spells = await db.Set<WatchSpell>().AsNoTracking().Where(s => s.LeftAt == null).ToListAsync(ct);
        var open = await RowsAsync(db, db.Set<WatchHandover>().Where(h => h.AcceptedAt == null && h.State != HandoverState.Lapsed), ct);
        var past = await RowsAsync(db, db.Set<WatchHandover>().Where(h => h.AcceptedAt != null || h.State == HandoverState.Lapsed).OrderByDescending(h => h.PlannedAt).Take(Most), ct);
        return new HandoverOverview(
            [.. desks.Select(d =>
            {
                var here = spells.Where(s => s.DeskId == d.Id).ToList();
                var mayOpen = here.Exists(s => s.Holds)
                    && ((actor.May(Permissions.StandWatch) && here.Exists(s => s.AccountId == actor.Id)) || actor.May(Permissions.OverseeHandovers));
                return new DeskHandover(d.Id, d.Name, here.Find(s => s.Holds)?.AccountName, here.Count, open.FirstOrDefault(h => h.DeskId == d.Id), mayOpen);
            })],
            [.. past.OrderByDescending(h => h.At)]);
    }

    /// <summary>Rows of some handovers.</summary>
    internal static async Task<IReadOnlyList<HandoverRow>> RowsAsync(OpsDbContext db, IQueryable<WatchHandover> some, CancellationToken ct)
    {
        var rows = await (from h in some.AsNoTracking()
                          join d in db.Set<Desk>() on h.DeskId equals d.Id
                          join r in db.Set<HandoverRecord>() on h.Id equals r.HandoverId into records
                          from r in records.DefaultIfEmpty()
                          select new { h, DeskName = d.Name, Hash = r == null ? null : r.Hash }).ToListAsync(ct);
        var ids = rows.Select(r => r.h.Id).ToArray();
        var signed = (await db.Set<HandoverSignature>().AsNoTracking().Where(s => ids.Contains(s.HandoverId) && s.Role == SignatureRole.GoingOff).ToListAsync(ct))
            .ToLookup(s => (s.HandoverId, s.Round));
        return [.. rows.Select(r => new HandoverRow
        {
            Id = r.h.Id,
            DeskId = r.h.DeskId,
            DeskName = r.DeskName,
            Shifts = $"{r.h.OutgoingShift} → {r.h.IncomingShift}",
            At = r.h.At,
            State = r.h.State,
            Reviewer = r.h.Reviewer,
            SignedBy = signed[(r.h.Id, r.h.Round)].LastOrDefault()?.Name,
            AcceptedAt = r.h.AcceptedAt,
            Hash = r.Hash,
            Round = r.h.Round,
        })];
    }
}
