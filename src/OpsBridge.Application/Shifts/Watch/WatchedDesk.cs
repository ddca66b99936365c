using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Shifts.Roster;

namespace OpsBridge.Shifts.Watch;

/// <summary>A desk in use with what its alarms depend on.</summary>
/// <param name="Desk">The desk.</param>
/// <param name="Standing">How it stands.</param>
/// <param name="Holder">Who answers for it; null for nobody.</param>
/// <param name="LastHolder">Who did last; null when nobody ever did.</param>
internal sealed record WatchedDesk(Desk Desk, DeskStanding Standing, string? Holder, string? LastHolder)
{
    /// <summary>Reads it.</summary>
    public static async Task<WatchedDesk> ReadAsync(OpsDbContext db, Desk desk, DateTimeOffset now, CancellationToken ct)
    {
        var last = await db.Set<WatchSpell>().AsNoTracking().Where(s => s.DeskId == desk.Id && s.HeldFrom != null)
            .OrderByDescending(s => s.HeldUntil == null).ThenByDescending(s => s.HeldUntil).FirstOrDefaultAsync(ct);
        var holder = last is { Holds: true } ? last : null;
        var unstaffed = await db.Set<UnstaffedSpell>().Where(u => u.DeskId == desk.Id && u.EndedAt == null).Select(u => (DateTimeOffset?)u.Until).SingleOrDefaultAsync(ct);
        var begun = await db.Set<Shift>().Where(s => s.DeskId == desk.Id && s.StartsAt <= now && s.EndsAt > now).Select(s => (DateTimeOffset?)s.StartsAt).SingleOrDefaultAsync(ct);
        var due = holder?.ShiftId is { } shift ? await ReliefAsync(db, desk.Id, shift, holder.AccountId, ct) : null;
        var standing = new DeskStanding(desk.CreatedAt, holder is not null, last is not null, last?.HeldUntil, unstaffed, begun, due);
        return new WatchedDesk(desk, standing, holder?.AccountName, last?.AccountName);
    }

    /// <summary>Both alarms of the desk, firing or not.</summary>
    public IEnumerable<WatchAlarm> Alarms(ShiftsOptions options, DateTimeOffset now)
    {
        var last = LastHolder is null ? "Nobody has taken it yet." : $"The last was {LastHolder}.";
        yield return new WatchAlarm(
            WatchRule.Unheld, Desk.Id, Desk.Name, true, $"Nobody answers for desk {Desk.Name}. {last}", WatchRule.IsUnheld(Standing, options.UnheldAfter, now), WatchRule.UnheldSince(Standing, now) ?? now);
        yield return new WatchAlarm(
            WatchRule.Late, Desk.Id, Desk.Name, true, $"The relief at desk {Desk.Name} is late: {Holder ?? LastHolder} still holds it.", WatchRule.IsLate(Standing, options.LateAfter, now), Standing.ReliefAt ?? now);
    }

    /// <summary>The alarms of a desk that is given up: none.</summary>
    public static IEnumerable<WatchAlarm> NoAlarms(Desk desk, DateTimeOffset now) =>
        new[] { WatchRule.Unheld, WatchRule.Late }.Select(kind => new WatchAlarm(kind, desk.Id, desk.Name, true, $"Desk {desk.Name} was given up.", false, now));

    /// <summary>When the holder is to be relieved: at the end of the shift, or of the last of several in a row that are theirs.</summary>
    private static async Task<DateTimeOffset?> ReliefAsync(OpsDbContext db, Guid desk, Guid shift, Guid holder, CancellationToken ct)
    {
        if (await db.Set<Shift>().Where(s => s.Id == shift).Select(s => (DateTimeOffset?)s.EndsAt).SingleOrDefaultAsync(ct) is not { } due)
        {
            return null;
        }

        var own = await (
            from next in db.Set<Shift>()
            join assignment in db.Set<Assignment>() on next.Id equals assignment.ShiftId
            where next.DeskId == desk && assignment.AccountId == holder && next.StartsAt >= due
            orderby next.StartsAt
            select new { next.StartsAt, next.EndsAt }).Take(4).ToListAsync(ct);
        foreach (var next in own.TakeWhile(n => n.StartsAt == due))
        {
            due = next.EndsAt;
        }

        return due;
    }
}
