using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts.Handover;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Watch;

/// <summary>Answer of <see cref="EndSomebodysWatch"/>.</summary>
public abstract record EndWatchResult
{
    /// <summary>Off watch.</summary>
    /// <param name="DeskUnheld">Whether nobody answers for the desk now.</param>
    public sealed record Done(bool DeskUnheld) : EndWatchResult;

    /// <summary>That person was not on watch there.</summary>
    public sealed record NotOnWatch : EndWatchResult;

    /// <summary>A reason of 3 to 500 characters is needed.</summary>
    public sealed record NoReason : EndWatchResult;
}

/// <summary>
/// A supervisor ends the watch of somebody who forgot to, or cannot. What they own goes to whoever answers for the desk; a desk
/// that is unheld by this raises its alarm.
/// </summary>
public sealed class EndSomebodysWatch(DeskChange change, WatchBelongings belongings)
{
    /// <summary>Ends it now.</summary>
    public Task<EndWatchResult> HandleAsync(Guid desk, Guid account, string reason, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.PlanRoster);
        return reason.Trim().Length is < 3 or > 500
            ? Task.FromResult<EndWatchResult>(new EndWatchResult.NoReason())
            : RemoveAsync(desk, account, reason.Trim(), actor, ct);
    }

    /// <summary>The same without asking who may.</summary>
    internal Task<EndWatchResult> RemoveAsync(Guid desk, Guid account, string reason, Actor actor, CancellationToken ct) => change.ApplyAsync<EndWatchResult>(
        desk, new EndWatchResult.NotOnWatch(), (db, found, now) => RemoveAsync(db, found, account, reason, actor, now, ct), ct);

    private async Task<EndWatchResult> RemoveAsync(OpsDbContext db, Desk desk, Guid account, string reason, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        var open = await db.Set<WatchSpell>().Where(s => s.DeskId == desk.Id && s.LeftAt == null).ToListAsync(ct);
        if (open.Find(s => s.AccountId == account) is not { } spell)
        {
            return new EndWatchResult.NotOnWatch();
        }

        var held = spell.Holds;
        spell.End(WatchEnding.Removed, now);
        if (held)
        {
            await ReliefOffers.GiveUpAsync(db, desk.Id, now, ct);
        }
        else if (open.Find(s => s.Holds) is { } holder)
        {
            await belongings.PassOnAsync(db, spell, (holder.AccountId, holder.AccountName), actor, now, ct);
        }

        db.Add(TimelineEntry.Record(now, actor, WatchHistory.Of(desk, "removed", $"ended the watch of {spell.AccountName} at {desk.Name}") with { Why = reason }));
        return new EndWatchResult.Done(held);
    }
}
