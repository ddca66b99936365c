using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts.Watch;

namespace OpsBridge.Shifts.Handover;

/// <summary>
/// One look at every desk: makes the handover of the shift that runs, opens it when its time has come, and lets one lapse that
/// the watch has passed by. Several processes may look at once; the database lets one of them make it.
/// </summary>
public sealed class HandoverRounds(IDbContextFactory<OpsDbContext> contexts, IOptions<HandoverOptions> options, TimeProvider clock)
{
    private static readonly Actor s_self = Actor.Internal("OpsBridge");

    /// <summary>Makes a round.</summary>
    public async Task MakeAsync(CancellationToken ct)
    {
        var now = WatchHandover.Exact(clock.GetUtcNow());
        await using var db = await contexts.CreateDbContextAsync(ct);
        foreach (var desk in await db.Set<Desk>().AsNoTracking().Where(d => d.RetiredAt == null).Select(d => d.Id).ToListAsync(ct))
        {
            db.ChangeTracker.Clear();
            var open = await db.Set<WatchHandover>().AsNoTracking()
                .SingleOrDefaultAsync(h => h.DeskId == desk && h.AcceptedAt == null && h.State != HandoverState.Lapsed, ct);
            if (open is null)
            {
                await ScheduleAsync(db, desk, now, ct);
            }
            else if (open.State == HandoverState.Scheduled && now >= open.PlannedAt - options.Value.Lead)
            {
                await TakeAsync(db, open.Id, new HandoverStep.Open(), now, ct);
            }
            else if (now >= open.PlannedAt + options.Value.Patience && await PassedByAsync(db, open, ct) is { } why)
            {
                await TakeAsync(db, open.Id, new HandoverStep.Lapse(why), now, ct);
            }
        }
    }

    private async Task ScheduleAsync(OpsDbContext db, Guid desk, DateTimeOffset now, CancellationToken ct)
    {
        var cut = await db.Set<WatchHandover>().Where(h => h.DeskId == desk && h.CutAt != null).MaxAsync(h => h.CutAt, ct);
        var current = await db.Set<Shift>().AsNoTracking().Where(s => s.DeskId == desk && s.StartsAt <= now && s.EndsAt > now).SingleOrDefaultAsync(ct);
        if (current is null || !await db.Set<WatchSpell>().AnyAsync(s => s.DeskId == desk && s.LeftAt == null, ct) || cut >= current.EndsAt || !await db.Set<Shift>().AnyAsync(s => s.DeskId == desk && s.StartsAt >= current.EndsAt, ct))
        {
            return; // nobody is planned to hand over, or to take it
        }

        // Accepted early, T of this shift has passed: the next is that of the shift which the acceptor stands.
        var ended = await db.Set<WatchHandover>().AnyAsync(h => h.DeskId == desk && h.PlannedAt == current.EndsAt && h.AcceptedAt != null, ct);
        if (!ended)
        {
            var plan = await OpenHandover.PlanAsync(db, desk, current.EndsAt, now, ct);
            await OpenHandover.AddAsync(db, plan, now >= current.EndsAt - options.Value.Lead ? s_self : null, now, ct);
        }
    }

    private static async Task TakeAsync(OpsDbContext db, Guid id, HandoverStep step, DateTimeOffset now, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await HandoverStore.LockAsync(db, id, ct) is { } head)
        {
            var handover = new HandoverCase(head, await HandoverStore.PapersAsync(db, id, ct), new HandoverSurroundings());
            if (handover.Take(step, s_self, now) is HandoverOutcome.Done)
            {
                db.Add(HandoverHistory.Of(step, handover, s_self, now)!);
                await db.SaveChangesAsync(ct);
                await transaction.CommitAsync(ct);
            }
        }
    }

    /// <summary>Why the watch has passed without it; null while those going off still answer for the desk.</summary>
    private static async Task<string?> PassedByAsync(OpsDbContext db, WatchHandover open, CancellationToken ct)
    {
        var holder = await db.Set<WatchSpell>().AsNoTracking().Where(s => s.DeskId == open.DeskId && s.LeftAt == null && s.HeldFrom != null && s.HeldUntil == null).SingleOrDefaultAsync(ct);
        return holder switch
        {
            null => "nobody answers for the desk any more",
            { } someone when someone.HeldFrom >= open.PlannedAt => $"{someone.AccountName} took the desk without it",
            _ => null,
        };
    }
}
