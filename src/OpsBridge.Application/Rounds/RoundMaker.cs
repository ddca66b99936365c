using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Rounds.Checklists;
using OpsBridge.Shifts;

namespace OpsBridge.Rounds;

/// <summary>
/// Makes rounds a day ahead from the versions in force and the shifts as planned now. Made again it makes nothing twice: a
/// checklist has one round for one due moment. What has opened stays as it is; what has not follows new versions and new shifts.
/// </summary>
public sealed class RoundMaker(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    private static readonly TimeSpan s_ahead = TimeSpan.FromHours(24);

    /// <summary>How long ago a round may have been due and is still made, after everything stood still.</summary>
    private static readonly TimeSpan s_behind = TimeSpan.FromHours(24);

    /// <summary>Makes what is missing and moves on what the clock moves on; false when another process is at it.</summary>
    public async Task<bool> MakeAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await db.Database.SqlQuery<bool>($"select pg_try_advisory_xact_lock({AdvisoryLocks.Rounds}) as \"Value\"").SingleAsync(ct))
        {
            return false;
        }

        var now = clock.GetUtcNow();
        foreach (var checklist in await db.Set<Checklist>().AsNoTracking().Where(c => c.InForce != null).ToListAsync(ct))
        {
            await PlanAsync(db, checklist, now, ct);
        }

        await db.SaveChangesAsync(ct);
        await RoundTimes.PassAsync(db, now, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private static async Task PlanAsync(OpsDbContext db, Checklist checklist, DateTimeOffset now, CancellationToken ct)
    {
        var from = checklist.InForceSince!.Value > now - s_behind ? checklist.InForceSince.Value : now - s_behind;
        var until = now + s_ahead;
        var version = await db.Set<ChecklistVersion>().AsNoTracking().SingleAsync(v => v.ChecklistId == checklist.Id && v.Number == checklist.InForce, ct);
        var shifts = await db.Set<Shift>().AsNoTracking().Where(s => s.DeskId == checklist.DeskId && s.EndsAt > from && s.StartsAt < until).OrderBy(s => s.StartsAt).ToListAsync(ct);
        var planned = checklist.RetiredAt is null ? PlannedRound.Between(version.Details.Schedule, shifts, from, until) : [];
        var known = await db.Set<Round>().FromSql($"select *, xmin from rounds where checklist_id = {checklist.Id} and (due_at >= {from} or stage = 'Planned') order by id for update").ToListAsync(ct);
        var wanted = planned.ToDictionary(p => p.DueAt);
        foreach (var round in known.Where(r => r.Stage == RoundStage.Planned && now < r.OpensAt))
        {
            if (!wanted.TryGetValue(round.DueAt, out var plan))
            {
                db.Remove(round); // nobody could have begun it: it was a plan that has changed
            }
            else if (round.Number != version.Number || round.ShiftId != plan.ShiftId || round.EndsAt != plan.EndsAt)
            {
                round.Replan(version, plan);
            }
        }

        var there = known.Select(r => r.DueAt).ToHashSet();
        db.AddRange(planned.Where(p => !there.Contains(p.DueAt)).Select(p => Round.Plan(version, p, now)));
    }
}
