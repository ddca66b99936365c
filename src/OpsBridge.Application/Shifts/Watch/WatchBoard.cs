using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Shifts.Watch;

/// <inheritdoc cref="IWatchBoard"/>
public sealed class WatchBoard(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock) : IWatchBoard
{
    /// <summary>Tables whose change concerns the board.</summary>
    public static IReadOnlyList<string> Topics { get; } = ["desks", "shifts", "watch_spells", "unstaffed_spells", "watch_reliefs"];

    /// <inheritdoc />
    public async Task<IReadOnlyList<DeskWatch>> ReadAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewShifts);
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var desks = await db.Set<Desk>().AsNoTracking().Where(d => d.RetiredAt == null).OrderBy(d => d.Name).ToListAsync(ct);
        if (desks.Count == 0)
        {
            return [];
        }

        var spells = (await db.Set<WatchSpell>().AsNoTracking().Where(s => s.LeftAt == null).ToListAsync(ct)).ToLookup(s => s.DeskId);
        var taken = spells.SelectMany(g => g).Select(s => s.ShiftId).OfType<Guid>().Distinct().ToArray();
        var nextStarts = db.Set<Shift>().Where(s => s.StartsAt > now).GroupBy(s => s.DeskId).Select(g => new { DeskId = g.Key, At = g.Min(s => s.StartsAt) });
        var shifts = (await db.Set<Shift>().AsNoTracking()
            .Where(s => (s.StartsAt <= now && s.EndsAt > now) || taken.Contains(s.Id) || nextStarts.Any(n => n.DeskId == s.DeskId && n.At == s.StartsAt))
            .ToListAsync(ct)).ToLookup(s => s.DeskId);
        var unstaffed = await db.Set<UnstaffedSpell>().AsNoTracking().Where(u => u.EndedAt == null).ToDictionaryAsync(u => u.DeskId, ct);
        var reliefs = await (
            from relief in db.Set<Relief>()
            join to in People.Of(db) on relief.ToId equals to.Id
            where relief.DoneAt == null && relief.GivenUpAt == null
            select new { relief.DeskId, Row = new OfferedRelief(relief.Id, relief.FromId, relief.FromName, relief.ToId, to.Name, relief.Text) })
            .ToDictionaryAsync(r => r.DeskId, r => r.Row, ct);
        return [.. desks.Select(d => Row(d, [.. spells[d.Id]], [.. shifts[d.Id]], now) with
        {
            Unstaffed = unstaffed.GetValueOrDefault(d.Id) is { } u ? new DeskUnstaffed(u.Until, u.AccountName, u.OnCall, u.SafeState) : null,
            Relief = reliefs.GetValueOrDefault(d.Id),
        })];
    }

    private static DeskWatch Row(Desk desk, IReadOnlyList<WatchSpell> spells, IReadOnlyList<Shift> shifts, DateTimeOffset now)
    {
        var on = spells.OrderByDescending(s => s.Holds).ThenBy(s => s.TakenAt).Select(s => new WatchPerson(s.AccountId, s.AccountName, s.TakenAt, s.Holds)).ToList();
        var held = spells.FirstOrDefault(s => s.Holds)?.ShiftId;
        return new DeskWatch(
            desk.Id,
            desk.Name,
            desk.Zone,
            on.Find(p => p.Holds),
            on,
            Of(shifts.FirstOrDefault(s => s.Holds(now))),
            Of(shifts.Where(s => s.StartsAt > now).MinBy(s => s.StartsAt)))
        {
            Held = Of(shifts.FirstOrDefault(s => s.Id == held)),
        };
    }

    private static PlannedShift? Of(Shift? shift) => shift is null ? null : new PlannedShift(shift.Id, shift.Name, shift.StartsAt, shift.EndsAt);
}
