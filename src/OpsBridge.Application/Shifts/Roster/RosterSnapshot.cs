using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;

namespace OpsBridge.Shifts.Roster;

/// <summary>Somebody whom a roster may name.</summary>
internal sealed record RosterAccount(Guid Id, string Name, bool Disabled, bool MayStand);

/// <summary>Somebody is busy from a moment to a moment.</summary>
internal sealed record BusySpan(Guid ShiftId, DateTimeOffset From, DateTimeOffset Until, string Where);

/// <summary>What a roster that comes in is held against: desks, people and everything planned from now on.</summary>
internal sealed record RosterSnapshot(
    DateTimeOffset Now,
    IReadOnlyDictionary<string, Desk> Desks,
    IReadOnlyDictionary<string, RosterAccount> People,
    ILookup<Guid, Shift> Shifts,
    ILookup<Guid, BusySpan> Busy,
    ILookup<Guid, Absence> Absences)
{
    /// <summary>Reads it.</summary>
    public static async Task<RosterSnapshot> ReadAsync(OpsDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        var desks = await db.Set<Desk>().Where(d => d.RetiredAt == null).ToDictionaryAsync(d => d.Name, StringComparer.OrdinalIgnoreCase, ct);
        var people = await Identity.People.Of(db).ToDictionaryAsync(a => a.Name, a => new RosterAccount(a.Id, a.Name, a.DisabledAt != null, Standing.Roles.Contains(a.Role)), StringComparer.OrdinalIgnoreCase, ct);
        var shifts = await db.Set<Shift>().AsNoTracking().Where(s => s.EndsAt > now).ToListAsync(ct);
        var busy = await (
            from assignment in db.Set<Assignment>()
            join shift in db.Set<Shift>() on assignment.ShiftId equals shift.Id
            join desk in db.Set<Desk>() on shift.DeskId equals desk.Id
            where assignment.EndsAt > now
            select new { assignment.AccountId, Span = new BusySpan(shift.Id, shift.StartsAt, shift.EndsAt, shift.Name + " of desk " + desk.Name) }).ToListAsync(ct);
        var today = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1); // somewhere it is still yesterday
        var absences = await db.Set<Absence>().AsNoTracking().Where(a => a.LastDay >= today).ToListAsync(ct);
        return new RosterSnapshot(now, desks, people, shifts.ToLookup(s => s.DeskId), busy.ToLookup(b => b.AccountId, b => b.Span), absences.ToLookup(a => a.AccountId));
    }
}
