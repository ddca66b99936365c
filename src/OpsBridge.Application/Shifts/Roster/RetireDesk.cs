using Microsoft.EntityFrameworkCore;
using OpsBridge.Identity;
using OpsBridge.Shifts.Watch;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Roster;

/// <summary>Answer of <see cref="RetireDesk"/>.</summary>
public abstract record RetireDeskResult
{
    /// <summary>Given up; its shifts to come are gone.</summary>
    public sealed record Done : RetireDeskResult;

    /// <summary>Somebody stands watch there.</summary>
    /// <param name="Who">Their names.</param>
    public sealed record OnWatch(IReadOnlyList<string> Who) : RetireDeskResult;

    /// <summary>No such desk in use.</summary>
    public sealed record NotFound : RetireDeskResult;
}

/// <summary>Gives a desk up: nobody can take its watch any more. What was stood and written there stays on record.</summary>
public sealed class RetireDesk(DeskChange change)
{
    /// <summary>Gives it up now.</summary>
    public Task<RetireDeskResult> HandleAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.PlanRoster);
        return change.ApplyAsync<RetireDeskResult>(
            id,
            new RetireDeskResult.NotFound(),
            async (db, desk, now) =>
            {
                var on = await db.Set<WatchSpell>().Where(s => s.DeskId == id && s.LeftAt == null).OrderBy(s => s.TakenAt).Select(s => s.AccountName).ToListAsync(ct);
                if (on.Count > 0)
                {
                    return new RetireDeskResult.OnWatch(on);
                }

                desk.Retire(now);
                await db.Set<Shift>().Where(s => s.DeskId == id && s.StartsAt > now).ExecuteDeleteAsync(ct);
                foreach (var pattern in await db.Set<ShiftPattern>().Where(p => p.DeskId == id && p.EndedAt == null).ToListAsync(ct))
                {
                    pattern.End(now);
                }

                db.Add(TimelineEntry.Record(now, actor, DeskHistory.Of(desk, "retired", $"gave up desk {desk.Name}")));
                return new RetireDeskResult.Done();
            },
            ct);
    }
}
