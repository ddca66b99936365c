using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts.Watch;

namespace OpsBridge.Shifts.Roster;

/// <summary>What making shifts changed.</summary>
/// <param name="Made">Shifts that are new.</param>
/// <param name="Removed">Shifts that are gone.</param>
/// <param name="Skipped">Shifts that were not made because another shift is at that time.</param>
public sealed record MadeShifts(int Made, int Removed, int Skipped)
{
    /// <summary>Nothing.</summary>
    public static MadeShifts None { get; } = new(0, 0, 0);
}

/// <summary>Makes the shifts of a desk from its pattern. Works within the transaction of the caller, who holds the desk's lock.</summary>
internal static class ShiftMaker
{
    /// <summary>
    /// Makes the shifts of the days from <paramref name="from"/> to <paramref name="until"/> anew. What has begun, what
    /// somebody stood or took the watch for, and what was planned by hand stays; so does a shift that would be made just the
    /// same again, with the people on it. The shift of this moment is made as well where there is none.
    /// </summary>
    public static async Task<MadeShifts> RemakeAsync(OpsDbContext db, Desk desk, ShiftPattern pattern, DateOnly from, DateOnly until, DateTimeOffset now, CancellationToken ct)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(desk.Zone);
        var wanted = Rotation.Shifts(pattern.ToDetails(), zone, from.AddDays(-1), until)
            .Where(s => s.EndsAt > now && (s.Day >= from || s.StartsAt <= now)).ToList(); // a night of yesterday may still run
        var dayBefore = from.AddDays(-2);
        var known = await db.Set<Shift>().Where(s => s.DeskId == desk.Id && s.Day >= dayBefore).ToListAsync(ct);
        var stood = await db.Set<WatchSpell>().Where(s => s.DeskId == desk.Id && s.ShiftId != null).Select(s => s.ShiftId!.Value).Distinct().ToListAsync(ct);
        var open = known.Where(s => s.Day >= from && s.Day <= until && s.StartsAt > now && s.PatternId is not null && !stood.Contains(s.Id)).ToList();
        var same = open.Where(s => wanted.Exists(w => IsSame(w, s))).ToList();
        var gone = open.Except(same).ToList();
        db.RemoveRange(gone);
        await db.SaveChangesAsync(ct); // before the new ones: two shifts of a desk never overlap, not even for a moment

        var fix = known.Except(gone).ToList();
        var missing = wanted.Where(w => !fix.Exists(s => IsSame(w, s))).ToList();
        var added = missing.Where(w => !fix.Exists(s => s.StartsAt < w.EndsAt && w.StartsAt < s.EndsAt))
            .Select(w => Shift.Plan(desk.Id, w.Name, w.Day, w.StartsAt, w.EndsAt, pattern.Id, w.Crew)).ToList();
        db.AddRange(added);
        pattern.Made(until);
        await db.SaveChangesAsync(ct);
        await ManAsync(db, desk, added, null, now, ct);
        return new MadeShifts(added.Count, gone.Count, missing.Count - added.Count);
    }

    /// <summary>Puts crews on their shifts: those who may stand watch, are not away that day and not elsewhere at that time.</summary>
    /// <param name="db">Context within the transaction.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="shifts">Shifts of the desk.</param>
    /// <param name="only">These accounts only; null for all of each crew.</param>
    /// <param name="now">The moment (UTC).</param>
    /// <param name="ct">Gives up.</param>
    public static async Task ManAsync(OpsDbContext db, Desk desk, IReadOnlyList<Shift> shifts, IReadOnlySet<Guid>? only, DateTimeOffset now, CancellationToken ct)
    {
        if (!shifts.Any(s => s.Crew is not null))
        {
            return;
        }

        var roles = Standing.Roles;
        var crews = (await (
            from member in db.Set<CrewMember>()
            join account in People.Of(db) on member.AccountId equals account.Id
            where member.DeskId == desk.Id && account.DisabledAt == null && roles.Contains(account.Role)
            select member).ToListAsync(ct)).Where(m => only is null || only.Contains(m.AccountId)).ToLookup(m => m.Crew, m => m.AccountId, StringComparer.Ordinal);
        var people = crews.SelectMany(c => c).Distinct().ToArray();
        var (first, last) = (shifts.Min(s => s.StartsAt), shifts.Max(s => s.EndsAt));
        var busy = (await db.Set<Assignment>().Where(a => people.Contains(a.AccountId) && a.EndsAt > first && a.StartsAt < last).ToListAsync(ct)).ToLookup(a => a.AccountId);
        var away = (await db.Set<Absence>().Where(a => people.Contains(a.AccountId)).ToListAsync(ct)).ToLookup(a => a.AccountId);
        foreach (var shift in shifts.Where(s => s.Crew is not null))
        {
            db.AddRange(
                from person in crews[shift.Crew!]
                where !away[person].Any(a => a.Holds(shift.Day)) && !busy[person].Any(a => a.StartsAt < shift.EndsAt && shift.StartsAt < a.EndsAt)
                select Assignment.Of(shift, person, AssignmentOrigin.Rotation, now));
        }

        await db.SaveChangesAsync(ct);
    }

    private static bool IsSame(RotationShift wanted, Shift shift) =>
        wanted.StartsAt == shift.StartsAt && wanted.EndsAt == shift.EndsAt && string.Equals(wanted.Name, shift.Name, StringComparison.Ordinal)
        && string.Equals(wanted.Crew, shift.Crew, StringComparison.Ordinal);
}
