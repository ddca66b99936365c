using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Shifts.Roster;

/// <summary>A calendar address, without its secret.</summary>
/// <param name="Id">Its key.</param>
/// <param name="DeskName">The desk it shows; null for one's own shifts.</param>
/// <param name="CreatedAt">When it was made (UTC).</param>
public sealed record CalendarFeedRow(Guid Id, string? DeskName, DateTimeOffset CreatedAt);

/// <summary>Reads calendar addresses, and what stands behind one.</summary>
public interface ICalendarFeeds
{
    /// <summary>The addresses of the actor that work, newest first.</summary>
    Task<IReadOnlyList<CalendarFeedRow>> OwnAsync(Actor actor, CancellationToken ct);

    /// <summary>
    /// The calendar behind a secret: shifts from 30 days ago to a year ahead; null when there is none. The secret is the whole
    /// proof; nothing but names of shifts, desks and people is in it, and it ends when its owner's account does.
    /// </summary>
    Task<string?> FindAsync(string secret, CancellationToken ct);
}

/// <inheritdoc cref="ICalendarFeeds"/>
public sealed class CalendarFeeds(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock) : ICalendarFeeds
{
    private const int LongestSecret = 100;
    private static readonly TimeSpan s_back = TimeSpan.FromDays(30);
    private static readonly TimeSpan s_ahead = TimeSpan.FromDays(366);

    /// <inheritdoc />
    public async Task<IReadOnlyList<CalendarFeedRow>> OwnAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewShifts);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await (
            from feed in db.Set<CalendarFeed>()
            join desk in db.Set<Desk>() on feed.DeskId equals desk.Id into desks
            from desk in desks.DefaultIfEmpty()
            where feed.AccountId == actor.Id && feed.RevokedAt == null
            orderby feed.CreatedAt descending
            select new CalendarFeedRow(feed.Id, desk == null ? null : desk.Name, feed.CreatedAt)).ToListAsync(ct);
    }

    /// <inheritdoc />
    public async Task<string?> FindAsync(string secret, CancellationToken ct)
    {
        var hash = Secret.Hash(secret.Length > LongestSecret ? "" : secret);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var found = await (
            from feed in db.Set<CalendarFeed>()
            join account in People.Of(db) on feed.AccountId equals account.Id
            where feed.Hash == hash && feed.RevokedAt == null && account.DisabledAt == null
            select new { feed.Hash, feed.DeskId, feed.AccountId, Owner = account.Name }).SingleOrDefaultAsync(ct);
        if (found is null || !Secret.Same(found.Hash, hash))
        {
            return null;
        }

        var now = clock.GetUtcNow();
        return found.DeskId is { } desk
            ? CalendarText.Write(await db.Set<Desk>().Where(d => d.Id == desk).Select(d => d.Name).SingleAsync(ct), await OfDeskAsync(db, desk, now, ct), now)
            : CalendarText.Write($"Shifts of {found.Owner}", await OfPersonAsync(db, found.AccountId, now, ct), now);
    }

    private static async Task<IReadOnlyList<CalendarEvent>> OfPersonAsync(OpsDbContext db, Guid account, DateTimeOffset now, CancellationToken ct)
    {
        var (from, to) = (now - s_back, now + s_ahead);
        return await (
            from assignment in db.Set<Assignment>()
            join shift in db.Set<Shift>() on assignment.ShiftId equals shift.Id
            join desk in db.Set<Desk>() on shift.DeskId equals desk.Id
            where assignment.AccountId == account && shift.EndsAt > @from && shift.StartsAt < to
            orderby shift.StartsAt
            select new CalendarEvent(assignment.Id, shift.Name + " · " + desk.Name, null, shift.StartsAt, shift.EndsAt)).ToListAsync(ct);
    }

    private static async Task<IReadOnlyList<CalendarEvent>> OfDeskAsync(OpsDbContext db, Guid desk, DateTimeOffset now, CancellationToken ct)
    {
        var (from, to) = (now - s_back, now + s_ahead);
        var shifts = await db.Set<Shift>().AsNoTracking().Where(s => s.DeskId == desk && s.EndsAt > from && s.StartsAt < to).OrderBy(s => s.StartsAt).ToListAsync(ct);
        var ids = shifts.Select(s => s.Id).ToArray();
        var people = (await (
            from assignment in db.Set<Assignment>()
            join account in People.Of(db) on assignment.AccountId equals account.Id
            where ids.Contains(assignment.ShiftId)
            orderby account.SortName
            select new { assignment.ShiftId, Name = account.Name }).ToListAsync(ct)).ToLookup(a => a.ShiftId, a => a.Name);
        return [.. shifts.Select(s => new CalendarEvent(s.Id, $"{s.Name}: {(people[s.Id].Any() ? string.Join(", ", people[s.Id]) : "nobody yet")}", s.Crew is null ? null : $"Crew {s.Crew}", s.StartsAt, s.EndsAt))];
    }
}
