using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts.Roster;
using OpsBridge.Shifts.Watch;

namespace OpsBridge.Shifts.Staffing;

/// <summary>Somebody who stands watch, and how tired they must be.</summary>
/// <param name="AccountId">Who.</param>
/// <param name="Name">That person's name.</param>
/// <param name="Work">What they stood and what is planned.</param>
/// <param name="Flags">What is too much, in words; none when all is well.</param>
public sealed record StaffRow(Guid AccountId, string Name, Fatigue Work, IReadOnlyList<string> Flags);

/// <summary>A shift that is over or runs: who was planned, and who was there.</summary>
/// <param name="ShiftId">The shift.</param>
/// <param name="DeskName">Its desk.</param>
/// <param name="Zone">IANA zone of the desk.</param>
/// <param name="Name">Name of the shift.</param>
/// <param name="StartsAt">When it begins (UTC).</param>
/// <param name="EndsAt">When it ends (UTC).</param>
/// <param name="Planned">Names of those planned.</param>
/// <param name="Stood">Names of those who took the watch for it.</param>
/// <param name="LateBy">How long after its beginning the first of them took it; null when in time or nobody did.</param>
public sealed record StoodRow(
    Guid ShiftId, string DeskName, string Zone, string Name, DateTimeOffset StartsAt, DateTimeOffset EndsAt, IReadOnlyList<string> Planned, IReadOnlyList<string> Stood, TimeSpan? LateBy)
{
    /// <summary>What differs, in words; empty when the roster was kept.</summary>
    public string Difference => (Planned.Except(Stood, StringComparer.Ordinal).ToList(), Stood.Except(Planned, StringComparer.Ordinal).ToList()) switch
    {
        ({ Count: 0 }, { Count: 0 }) => "",
        (var absent, { Count: 0 }) => $"{string.Join(", ", absent)} did not stand it",
        ({ Count: 0 }, var extra) => $"{string.Join(", ", extra)} stood it unplanned",
        (var absent, var extra) => $"{string.Join(", ", extra)} instead of {string.Join(", ", absent)}",
    };
}

/// <summary>What a supervisor looks at.</summary>
/// <param name="People">Everybody who may stand watch, flagged ones first.</param>
/// <param name="Shifts">The shifts of the last 7 days, newest first.</param>
public sealed record StaffView(IReadOnlyList<StaffRow> People, IReadOnlyList<StoodRow> Shifts);

/// <summary>Reads what a supervisor looks at.</summary>
public interface IStaffBoard
{
    /// <summary>People and shifts as they are now.</summary>
    Task<StaffView> ReadAsync(Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IStaffBoard"/>
public sealed class StaffBoard(IDbContextFactory<OpsDbContext> contexts, IOptions<ShiftsOptions> options, TimeProvider clock) : IStaffBoard
{
    private static readonly TimeSpan s_week = TimeSpan.FromDays(7);
    private static readonly TimeSpan s_late = TimeSpan.FromMinutes(5);

    /// <summary>Tables whose change concerns the board.</summary>
    public static IReadOnlyList<string> Topics { get; } = ["desks", "shifts", "shift_assignments", "watch_spells", "accounts"];

    /// <inheritdoc />
    public async Task<StaffView> ReadAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.PlanRoster);
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        return new StaffView(await PeopleAsync(db, now, ct), await ShiftsAsync(db, now, ct));
    }

    private async Task<IReadOnlyList<StaffRow>> PeopleAsync(OpsDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        var (from, to) = (now - s_week, now + s_week);
        var roles = Standing.Roles;
        var people = await People.Of(db).Where(p => p.DisabledAt == null && roles.Contains(p.Role)).OrderBy(p => p.SortName).Select(p => new { p.Id, p.Name }).ToListAsync(ct);
        var stood = await (
            from spell in db.Set<WatchSpell>()
            join desk in db.Set<Desk>() on spell.DeskId equals desk.Id
            where spell.LeftAt == null || spell.LeftAt > @from
            select new { spell.AccountId, spell.TakenAt, spell.LeftAt, desk.Zone }).ToListAsync(ct);
        var planned = await (
            from assignment in db.Set<Assignment>()
            join shift in db.Set<Shift>() on assignment.ShiftId equals shift.Id
            join desk in db.Set<Desk>() on shift.DeskId equals desk.Id
            where assignment.EndsAt > now && assignment.StartsAt < to
            select new { assignment.AccountId, assignment.StartsAt, assignment.EndsAt, desk.Zone }).ToListAsync(ct);
        var work = stood.Select(s => (s.AccountId, Stretch: new WorkStretch(s.TakenAt, s.LeftAt ?? now, s.Zone)))
            .Concat(planned.Select(p => (p.AccountId, Stretch: new WorkStretch(p.StartsAt > now ? p.StartsAt : now, p.EndsAt, p.Zone)))).ToLookup(w => w.AccountId, w => w.Stretch);
        return [.. people.Select(p => (Person: p, Work: Fatigue.Of(work[p.Id], now)))
            .Select(p => new StaffRow(p.Person.Id, p.Person.Name, p.Work, p.Work.Flags(options.Value)))
            .OrderByDescending(r => r.Flags.Count)];
    }

    private static async Task<IReadOnlyList<StoodRow>> ShiftsAsync(OpsDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        var from = now - s_week;
        var shifts = await (
            from shift in db.Set<Shift>()
            join desk in db.Set<Desk>() on shift.DeskId equals desk.Id
            where shift.StartsAt <= now && shift.EndsAt > @from
            orderby shift.StartsAt descending, desk.Name
            select new { Shift = shift, Desk = desk.Name, desk.Zone }).ToListAsync(ct);
        var ids = shifts.Select(s => s.Shift.Id).ToArray();
        var planned = (await (
            from assignment in db.Set<Assignment>()
            join person in People.Of(db) on assignment.AccountId equals person.Id
            where ids.Contains(assignment.ShiftId)
            orderby person.SortName
            select new { assignment.ShiftId, person.Name }).ToListAsync(ct)).ToLookup(a => a.ShiftId, a => a.Name);
        var stood = (await db.Set<WatchSpell>().Where(s => s.ShiftId != null && ids.Contains(s.ShiftId.Value)).OrderBy(s => s.TakenAt)
            .Select(s => new { ShiftId = s.ShiftId!.Value, s.AccountName, s.TakenAt }).ToListAsync(ct)).ToLookup(s => s.ShiftId);
        return [.. shifts.Select(s => new StoodRow(
            s.Shift.Id, s.Desk, s.Zone, s.Shift.Name, s.Shift.StartsAt, s.Shift.EndsAt, [.. planned[s.Shift.Id]],
            [.. stood[s.Shift.Id].Select(x => x.AccountName).Distinct(StringComparer.Ordinal)],
            stood[s.Shift.Id].FirstOrDefault() is { } first && first.TakenAt - s.Shift.StartsAt > s_late ? first.TakenAt - s.Shift.StartsAt : null))];
    }
}
