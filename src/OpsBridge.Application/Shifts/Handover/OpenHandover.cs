using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts.Watch;

namespace OpsBridge.Shifts.Handover;

/// <summary>Answer of <see cref="OpenHandover"/>.</summary>
public abstract record OpenHandoverResult
{
    /// <summary>It is being prepared.</summary>
    public sealed record Opened(Guid Id) : OpenHandoverResult;

    /// <summary>The desk has one already, or nobody can open one; in plain words.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Existing">The one that there is.</param>
    public sealed record Refused(string Reason, Guid? Existing = null) : OpenHandoverResult;
}

/// <summary>Opens a handover by hand, at any time: without a roster, or before the clock does.</summary>
public sealed class OpenHandover(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    private static readonly TimeSpan s_furthest = TimeSpan.FromHours(24);

    /// <summary>Opens it.</summary>
    /// <param name="desk">The desk; somebody must answer for it.</param>
    /// <param name="at">T (UTC), from now to a day ahead.</param>
    /// <param name="actor">On watch at the desk, or a supervisor.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<OpenHandoverResult> HandleAsync(Guid desk, DateTimeOffset at, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.StandWatch);
        var now = WatchHandover.Exact(clock.GetUtcNow());
        if (at < now - TimeSpan.FromMinutes(1) || at > now + s_furthest)
        {
            return new OpenHandoverResult.Refused("T is between now and a day ahead.");
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        var spells = await db.Set<WatchSpell>().AsNoTracking().Where(s => s.DeskId == desk && s.LeftAt == null).ToListAsync(ct);
        if (!spells.Any(s => s.Holds))
        {
            return new OpenHandoverResult.Refused("Nobody answers for this desk; there is no watch to hand over.");
        }

        if (spells.All(s => s.AccountId != actor.Id) && !actor.May(Permissions.OverseeHandovers))
        {
            return new OpenHandoverResult.Refused($"{actor.Name} is not on watch at this desk.");
        }

        return await AddAsync(db, await PlanAsync(db, desk, at < now ? now.AddSeconds(1) : at, now, ct), actor, now, ct);
    }

    /// <summary>Adds a handover to come and opens it when asked; a desk has one open handover at a time.</summary>
    internal static async Task<OpenHandoverResult> AddAsync(OpsDbContext db, HandoverPlan plan, Actor? opener, DateTimeOffset now, CancellationToken ct)
    {
        var head = WatchHandover.Schedule(plan, now);
        if (opener is not null)
        {
            head.Open(now);
            db.Add(HandoverHistory.Of(new HandoverStep.Open(), new HandoverCase(head, new HandoverPapers(), new HandoverSurroundings()), opener, now)!);
        }

        db.Add(head);
        try
        {
            await db.SaveChangesAsync(ct);
            return new OpenHandoverResult.Opened(head.Id);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            var open = await db.Set<WatchHandover>().AsNoTracking()
                .SingleOrDefaultAsync(h => h.DeskId == plan.DeskId && h.AcceptedAt == null && h.State != HandoverState.Lapsed, ct);
            return new OpenHandoverResult.Refused("This desk has an open handover already.", open?.Id);
        }
    }

    /// <summary>What a handover at a moment tells of: from the cut before, or since the holder took the watch.</summary>
    internal static async Task<HandoverPlan> PlanAsync(OpsDbContext db, Guid desk, DateTimeOffset at, DateTimeOffset now, CancellationToken ct)
    {
        var shifts = await db.Set<Shift>().AsNoTracking().Where(s => s.DeskId == desk && s.EndsAt > at.AddDays(-1) && s.StartsAt < at.AddDays(1)).OrderBy(s => s.StartsAt).ToListAsync(ct);
        var outgoing = shifts.LastOrDefault(s => s.StartsAt < at && s.EndsAt >= at);
        var incoming = shifts.FirstOrDefault(s => s.StartsAt >= (outgoing?.EndsAt ?? at));
        var cut = await db.Set<WatchHandover>().Where(h => h.DeskId == desk && h.CutAt != null).MaxAsync(h => h.CutAt, ct);
        var held = await db.Set<WatchSpell>().Where(s => s.DeskId == desk && s.HeldFrom != null && s.HeldUntil == null).Select(s => s.HeldFrom).FirstOrDefaultAsync(ct);
        var from = cut ?? outgoing?.StartsAt ?? held ?? now.AddHours(-8);
        return new HandoverPlan(desk, from < at ? from : at.AddHours(-8), at, incoming?.EndsAt ?? at.AddHours(8))
        {
            OutgoingShiftId = outgoing?.Id,
            IncomingShiftId = incoming?.Id,
            Outgoing = outgoing?.Name ?? "This watch",
            Incoming = incoming?.Name ?? "next watch",
        };
    }
}
