using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts.Roster;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Watch;

/// <summary>Answer of <see cref="TakeWatch"/>.</summary>
public abstract record TakeWatchResult
{
    /// <summary>On watch.</summary>
    /// <param name="Holds">Whether the actor answers for the desk, because nobody did.</param>
    /// <param name="Holder">Who answers for it.</param>
    /// <param name="ShiftName">The shift it was taken for; null when none was planned.</param>
    public sealed record Done(bool Holds, string Holder, string? ShiftName) : TakeWatchResult;

    /// <summary>The actor was on watch there already, and somebody holds the desk.</summary>
    /// <param name="Since">Since when (UTC).</param>
    public sealed record AlreadyOn(DateTimeOffset Since) : TakeWatchResult;

    /// <summary>The desk is held, and the actor's shift is still too far away.</summary>
    /// <param name="ShiftName">The actor's next shift there.</param>
    /// <param name="From">From when the watch can be taken (UTC).</param>
    public sealed record TooEarly(string ShiftName, DateTimeOffset From) : TakeWatchResult;

    /// <summary>Something must be done first, such as reading a standing order.</summary>
    /// <param name="What">Each as one sentence for people.</param>
    public sealed record NotYet(IReadOnlyList<string> What) : TakeWatchResult;

    /// <summary>No such desk in use.</summary>
    public sealed record NotFound : TakeWatchResult;
}

/// <summary>
/// Takes the watch of a desk. Whoever takes a desk that nobody holds answers for it at once; everybody else joins. It may be
/// taken from two hours before one's shift, during any shift, and without a planned shift; only who is planned for later
/// while the desk is held waits.
/// </summary>
public sealed class TakeWatch(DeskChange change, IEnumerable<IWatchPreconditions> preconditions)
{
    /// <summary>Takes it now.</summary>
    public Task<TakeWatchResult> HandleAsync(Guid desk, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.StandWatch);
        return change.ApplyAsync<TakeWatchResult>(desk, new TakeWatchResult.NotFound(), (db, found, now) => TakeAsync(db, found, actor, now, ct), ct);
    }

    private async Task<TakeWatchResult> TakeAsync(OpsDbContext db, Desk desk, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        var open = await db.Set<WatchSpell>().Where(s => s.DeskId == desk.Id && s.LeftAt == null).ToListAsync(ct);
        var (holder, mine) = (open.Find(s => s.Holds), open.Find(s => s.AccountId == actor.Id));
        if (mine is not null && holder is not null)
        {
            return new TakeWatchResult.AlreadyOn(mine.TakenAt);
        }

        var shift = mine is null ? await ShiftAsync(db, desk.Id, actor, now, ct) : null;
        if (mine is null && holder is not null && shift is null && await LaterAsync(db, desk.Id, actor, now, ct) is { } later)
        {
            return new TakeWatchResult.TooEarly(later.Name, later.StartsAt - ShiftsOptions.EarliestTake);
        }

        if (mine is null && await UnmetAsync(db, desk.Id, actor, ct) is { Count: > 0 } unmet)
        {
            return new TakeWatchResult.NotYet(unmet);
        }

        if (mine is not null)
        {
            mine.TakeHold(now); // the one who held the desk was removed, and this person was there all the time
        }
        else
        {
            mine = WatchSpell.Begin(desk.Id, shift?.Id, actor, holder is null, now);
            db.Add(mine);
        }

        if (await db.Set<UnstaffedSpell>().SingleOrDefaultAsync(u => u.DeskId == desk.Id && u.EndedAt == null, ct) is { } unstaffed)
        {
            unstaffed.End(now);
        }

        var words = $"took the watch of {desk.Name}{(shift is null ? "" : $" for {shift.Name}")}{(holder is null ? " and answers for it" : "")}";
        db.Add(TimelineEntry.Record(now, actor, WatchHistory.Of(desk, "taken", words)));
        return new TakeWatchResult.Done(holder is null, holder?.AccountName ?? actor.Name, shift?.Name);
    }

    private async Task<IReadOnlyList<string>> UnmetAsync(OpsDbContext db, Guid desk, Actor actor, CancellationToken ct)
    {
        var unmet = new List<string>();
        foreach (var precondition in preconditions)
        {
            unmet.AddRange(await precondition.UnmetAsync(db, desk, actor, ct));
        }

        return unmet;
    }

    /// <summary>The shift it is taken for: the actor's own when it is near, else the one that runs, else the next when it is near.</summary>
    private static async Task<Shift?> ShiftAsync(OpsDbContext db, Guid desk, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        var near = now + ShiftsOptions.EarliestTake;
        var shifts = await db.Set<Shift>().Where(s => s.DeskId == desk && s.StartsAt <= near && s.EndsAt > now).OrderBy(s => s.StartsAt).ToListAsync(ct);
        var ids = shifts.Select(s => s.Id).ToArray();
        var mine = await db.Set<Assignment>().Where(a => ids.Contains(a.ShiftId) && a.AccountId == actor.Id).Select(a => a.ShiftId).ToListAsync(ct);
        if (shifts.Find(s => mine.Contains(s.Id)) is { } own)
        {
            return own;
        }

        // Somebody who is planned for later comes for that shift, not as a helper in this one; unless nobody else is here.
        return await LaterAsync(db, desk, actor, now, ct) is null || !await db.Set<WatchSpell>().AnyAsync(s => s.DeskId == desk && s.HeldFrom != null && s.HeldUntil == null, ct)
            ? shifts.Find(s => s.Holds(now)) ?? shifts.FirstOrDefault()
            : null;
    }

    private static Task<Shift?> LaterAsync(OpsDbContext db, Guid desk, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        var (near, day) = (now + ShiftsOptions.EarliestTake, now.AddDays(1));
        return (
            from shift in db.Set<Shift>()
            join assignment in db.Set<Assignment>() on shift.Id equals assignment.ShiftId
            where shift.DeskId == desk && assignment.AccountId == actor.Id && shift.StartsAt > near && shift.StartsAt < day
            orderby shift.StartsAt
            select shift).FirstOrDefaultAsync(ct);
    }
}
