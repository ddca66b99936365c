using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
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

/// <summary>A supervisor ends the watch of somebody who forgot to, or cannot. A desk that is unheld by this raises its alarm.</summary>
public sealed class EndSomebodysWatch(DeskChange change)
{
    /// <summary>Ends it now.</summary>
    public Task<EndWatchResult> HandleAsync(Guid desk, Guid account, string reason, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.PlanRoster);
        return reason.Trim().Length is < 3 or > 500
            ? Task.FromResult<EndWatchResult>(new EndWatchResult.NoReason())
            : change.ApplyAsync<EndWatchResult>(
                desk,
                new EndWatchResult.NotOnWatch(),
                async (db, found, now) => await RemoveAsync(db, found, account, reason.Trim(), actor, now, ct) is { } unheld ? new EndWatchResult.Done(unheld) : new EndWatchResult.NotOnWatch(),
                ct);
    }

    /// <summary>Ends it within the caller's transaction; whether the desk is unheld by this, null when that person was not on watch.</summary>
    internal static async Task<bool?> RemoveAsync(OpsDbContext db, Desk desk, Guid account, string reason, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.Set<WatchSpell>().SingleOrDefaultAsync(s => s.DeskId == desk.Id && s.AccountId == account && s.LeftAt == null, ct) is not { } spell)
        {
            return null;
        }

        var held = spell.Holds;
        spell.End(WatchEnding.Removed, now);
        if (held)
        {
            await ReliefOffers.GiveUpAsync(db, desk.Id, now, ct);
        }

        db.Add(TimelineEntry.Record(now, actor, WatchHistory.Of(desk, "removed", $"ended the watch of {spell.AccountName} at {desk.Name}") with { Why = reason }));
        return held;
    }
}
