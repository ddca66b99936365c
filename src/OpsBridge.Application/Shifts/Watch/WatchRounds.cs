using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Shifts.Watch;

/// <summary>
/// One look at all desks: ends the watch of accounts that are out of use, raises and clears the alarms about the watch, and
/// keeps the changes of shift in memory.
/// </summary>
public sealed class WatchRounds(
    IDbContextFactory<OpsDbContext> contexts, EndSomebodysWatch end, IWatchAlarms alarms, PlannedShiftChanges changes, IOptions<ShiftsOptions> options, TimeProvider clock)
{
    private static readonly Actor s_self = Actor.Internal("OpsBridge", Permissions.StandWatch, Permissions.HandleAlerts);
    private static readonly TimeSpan s_ahead = TimeSpan.FromDays(60);

    /// <summary>Makes a round.</summary>
    public async Task MakeAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var until = now + s_ahead;
        changes.Take(await (
            from shift in db.Set<Shift>()
            join desk in db.Set<Desk>() on shift.DeskId equals desk.Id
            where desk.RetiredAt == null && shift.StartsAt > now && shift.StartsAt < until
            select shift.StartsAt).ToListAsync(ct));
        await RemoveAsync(db, ct);
        await JudgeAsync(db, now, ct);
    }

    /// <summary>Whoever cannot sign in any more cannot answer for a desk either.</summary>
    private async Task RemoveAsync(OpsDbContext db, CancellationToken ct)
    {
        var roles = Standing.Roles;
        var gone = await (
            from spell in db.Set<WatchSpell>()
            join account in People.Of(db) on spell.AccountId equals account.Id
            where spell.LeftAt == null && (account.DisabledAt != null || !roles.Contains(account.Role))
            select new { spell.DeskId, spell.AccountId }).ToListAsync(ct);
        foreach (var one in gone)
        {
            await end.RemoveAsync(one.DeskId, one.AccountId, "the account may not stand watch any more", s_self, ct);
        }
    }

    private async Task JudgeAsync(OpsDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var mine = await db.Database.SqlQuery<bool>($"select pg_try_advisory_xact_lock({AdvisoryLocks.Watch}) as \"Value\"").SingleAsync(ct);
        if (!mine)
        {
            return;
        }

        var told = await ChangedAsync(db, now, ct);
        if (told.Count > 0)
        {
            await alarms.ApplyAsync(db, told, ct);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
    }

    /// <summary>The alarms that are to be raised or cleared; what is raised is kept by the caller's transaction.</summary>
    private async Task<IReadOnlyList<WatchAlarm>> ChangedAsync(OpsDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        var raised = await db.Set<RaisedAlarm>().ToListAsync(ct);
        var told = new List<WatchAlarm>();
        foreach (var desk in await db.Set<Desk>().AsNoTracking().ToListAsync(ct))
        {
            var watched = desk.RetiredAt is null ? await WatchedDesk.ReadAsync(db, desk, now, ct) : null;
            foreach (var alarm in watched?.Alarms(options.Value, now) ?? WatchedDesk.NoAlarms(desk, now))
            {
                var known = raised.Find(r => r.DeskId == desk.Id && string.Equals(r.Kind, alarm.Kind, StringComparison.Ordinal));
                if (alarm.Firing == (known is not null))
                {
                    continue;
                }

                told.Add(alarm);
                if (known is null)
                {
                    db.Add(RaisedAlarm.Of(desk.Id, alarm.Kind, now));
                }
                else
                {
                    db.Remove(known);
                }
            }
        }

        return told;
    }
}
