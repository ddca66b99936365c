using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Shifts.Roster;

/// <summary>Reads the roster for screens.</summary>
public interface IRosterBook
{
    /// <summary>The days from <paramref name="from"/> to <paramref name="to"/> (both included, at most 100) of a desk.</summary>
    Task<RosterView> ReadAsync(Guid desk, DateOnly from, DateOnly to, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IRosterBook"/>
public sealed class RosterBook(IDbContextFactory<OpsDbContext> contexts) : IRosterBook
{
    private const int MostDays = 100;

    /// <summary>Tables whose change concerns the roster.</summary>
    public static IReadOnlyList<string> Topics { get; } = ["desks", "shifts", "shift_assignments", "absences", "holidays", "accounts"];

    /// <inheritdoc />
    public async Task<RosterView> ReadAsync(Guid desk, DateOnly from, DateOnly to, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewShifts);
        to = to.DayNumber - from.DayNumber >= MostDays ? from.AddDays(MostDays - 1) : to;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var needs = await db.Set<Desk>().Where(d => d.Id == desk).Select(d => new { d.MinimumPeople, d.MinimumSupervisors }).SingleOrDefaultAsync(ct);
        var shifts = await db.Set<Shift>().AsNoTracking().Where(s => s.DeskId == desk && s.Day >= from && s.Day <= to).OrderBy(s => s.StartsAt).ToListAsync(ct);
        var absences = await AbsencesAsync(db, from, to, ct);
        var people = await PeopleAsync(db, [.. shifts.Select(s => s.Id)], ct);
        var roles = Standing.Roles;
        var colleagues = await People.Of(db).Where(a => a.DisabledAt == null && roles.Contains(a.Role)).OrderBy(a => a.SortName)
            .Select(a => new RosterColleague(a.Id, a.Name)).ToListAsync(ct);
        var holidays = await db.Set<Holiday>().Where(h => h.Day >= from && h.Day <= to).ToDictionaryAsync(h => h.Day, h => h.Name, ct);
        return new RosterView(
            from, to,
            [.. shifts.Select(s => RosterShift.Of(s, [.. people[s.Id].Select(p => p.On(s, absences))], needs?.MinimumPeople ?? 1, needs?.MinimumSupervisors ?? 0))],
            colleagues, absences, holidays) { Elsewhere = await ElsewhereAsync(db, desk, shifts, ct) };
    }

    private static async Task<IReadOnlyList<RosterElsewhere>> ElsewhereAsync(OpsDbContext db, Guid desk, List<Shift> shifts, CancellationToken ct)
    {
        if (shifts.Count == 0)
        {
            return [];
        }

        var (start, end) = (shifts[0].StartsAt, shifts.Max(s => s.EndsAt));
        return await (
            from assignment in db.Set<Assignment>()
            join shift in db.Set<Shift>() on assignment.ShiftId equals shift.Id
            join other in db.Set<Desk>() on shift.DeskId equals other.Id
            where shift.DeskId != desk && assignment.StartsAt < end && assignment.EndsAt > start
            orderby assignment.StartsAt
            select new RosterElsewhere(assignment.AccountId, other.Name, assignment.StartsAt, assignment.EndsAt)).ToListAsync(ct);
    }

    private static async Task<IReadOnlyList<RosterAbsence>> AbsencesAsync(OpsDbContext db, DateOnly from, DateOnly to, CancellationToken ct) => await (
        from absence in db.Set<Absence>()
        join account in People.Of(db) on absence.AccountId equals account.Id
        where absence.LastDay >= @from && absence.FirstDay <= to
        orderby absence.FirstDay, account.Name
        select new RosterAbsence(absence.Id, account.Id, account.Name, absence.FirstDay, absence.LastDay, absence.Kind)).ToListAsync(ct);

    private static async Task<ILookup<Guid, Assigned>> PeopleAsync(OpsDbContext db, Guid[] shifts, CancellationToken ct) => (await (
        from assignment in db.Set<Assignment>()
        join account in People.Of(db) on assignment.AccountId equals account.Id
        where shifts.Contains(assignment.ShiftId)
        orderby account.SortName
        select new Assigned(assignment.ShiftId, assignment.Id, account.Id, account.Name, account.Role, account.DisabledAt != null, assignment.Origin)).ToListAsync(ct)).ToLookup(a => a.ShiftId);

    private sealed record Assigned(Guid ShiftId, Guid Id, Guid AccountId, string Name, Role Role, bool Disabled, AssignmentOrigin Origin)
    {
        public RosterPerson On(Shift shift, IReadOnlyList<RosterAbsence> absences) =>
            new(Id, AccountId, Name, Standing.Supervisors.Contains(Role), Origin, Trouble(absences.FirstOrDefault(a => a.AccountId == AccountId && a.FirstDay <= shift.Day && shift.Day <= a.LastDay)));

        private string? Trouble(RosterAbsence? away) => this switch
        {
            { Disabled: true } => "account disabled",
            _ when !Standing.Roles.Contains(Role) => "may not stand watch",
            _ when away is not null => away.Kind switch
            {
                AbsenceKind.Leave => "on leave",
                AbsenceKind.Sick => "ill",
                AbsenceKind.Training => "in training",
                _ => "away",
            },
            _ => null,
        };
    }
}
