using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts;

namespace OpsBridge.Rounds;

/// <summary>What the clock does to rounds: they become overdue, are carried over once, and are recorded as not done.</summary>
internal static class RoundTimes
{
    private static readonly Actor s_self = Actor.Internal("OpsBridge");

    /// <summary>Moves on every round whose time has come; within the caller's transaction.</summary>
    public static async Task PassAsync(OpsDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        var due = await db.Set<Round>().FromSql(
            $"""
            select *, xmin from rounds where stage in ('Planned', 'Taken') and (
                (overdue_since is null and overdue_at <= {now}) or (carried_at is null and ends_at <= {now}) or carried_until <= {now})
            order by id for update
            """).ToListAsync(ct);
        foreach (var hand in due.OrderBy(r => r.DueAt).Select(r => new RoundInHand(r, now) { Db = db }))
        {
            await PassAsync(hand, ct);
        }
    }

    private static async Task PassAsync(RoundInHand hand, CancellationToken ct)
    {
        var (db, round, now) = (hand.Db, hand.Round, hand.Now);
        var tell = false;
        if (round.OverdueSince is null && round.OverdueAt <= now)
        {
            round.NoticeOverdue();
            hand.Tell(s_self, "overdue", $"the round {round.Name} is overdue");
            tell = true;
        }

        if (round.CarriedAt is null && round.EndsAt <= now)
        {
            round.Carry(await NextEndAsync(db, round, ct), now);
            hand.Tell(s_self, "carried", $"carried the round {round.Name} over to the next shift", new { round.CarriedUntil });
            tell = true;
        }

        if (round.CarriedUntil <= now)
        {
            round.Miss(now);
            await db.SaveChangesAsync(ct);
            await hand.ClearOverdueAsync(ct);
            hand.Tell(s_self, "missed", $"the round {round.Name} was carried over and not done");
        }
        else if (tell && round.OverdueSince is not null)
        {
            await db.SaveChangesAsync(ct);
            await ApplySignals.WithinAsync(db, [RoundSignals.OfOverdue(round, true, await hand.DeskNameAsync(ct), now)], RoundSignals.Reporter, ct);
        }
    }

    /// <summary>The end of the first shift of the desk that ends after the round's own.</summary>
    private static async Task<DateTimeOffset> NextEndAsync(OpsDbContext db, Round round, CancellationToken ct) =>
        await db.Set<Shift>().Where(s => s.DeskId == round.DeskId && s.StartsAt >= round.EndsAt && s.StartsAt < round.EndsAt + PlannedRound.WithoutShift)
            .OrderBy(s => s.StartsAt).Select(s => (DateTimeOffset?)s.EndsAt).FirstOrDefaultAsync(ct) ?? round.EndsAt + PlannedRound.WithoutShift;
}
