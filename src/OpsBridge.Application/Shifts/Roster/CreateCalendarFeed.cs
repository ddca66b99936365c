using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Roster;

/// <summary>Answer of <see cref="CreateCalendarFeed"/>.</summary>
public abstract record CreateCalendarFeedResult
{
    /// <summary>Made.</summary>
    /// <param name="Id">Its key.</param>
    /// <param name="Secret">The secret part of the address; shown once, kept nowhere.</param>
    public sealed record Done(Guid Id, string Secret) : CreateCalendarFeedResult;

    /// <summary>The actor has ten already; one must be revoked first.</summary>
    public sealed record TooMany : CreateCalendarFeedResult;

    /// <summary>No such desk in use, or the actor is no person.</summary>
    public sealed record NotFound : CreateCalendarFeedResult;
}

/// <summary>Makes a secret address for a calendar program: the actor's own shifts, or all shifts of a desk.</summary>
public sealed class CreateCalendarFeed(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    private const int Most = 10;

    /// <summary>Makes it.</summary>
    public async Task<CreateCalendarFeedResult> HandleAsync(Guid? desk, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewShifts);
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (actor.Id is not { } account || !await People.Of(db).AnyAsync(a => a.Id == account, ct))
        {
            return new CreateCalendarFeedResult.NotFound();
        }

        var name = desk is null ? null : await db.Set<Desk>().Where(d => d.Id == desk && d.RetiredAt == null).Select(d => d.Name).SingleOrDefaultAsync(ct);
        if (desk is not null && name is null)
        {
            return new CreateCalendarFeedResult.NotFound();
        }

        if (await db.Set<CalendarFeed>().CountAsync(f => f.AccountId == account && f.RevokedAt == null, ct) >= Most)
        {
            return new CreateCalendarFeedResult.TooMany();
        }

        var now = clock.GetUtcNow();
        var secret = Secret.New();
        var feed = CalendarFeed.Create(secret, account, desk, now);
        db.Add(feed);
        db.Add(TimelineEntry.Record(now, actor, new Happening("calendar_feed.created", feed.Id.ToString(), name is null ? "made a calendar address for their own shifts" : $"made a calendar address for desk {name}")));
        await db.SaveChangesAsync(ct);
        return new CreateCalendarFeedResult.Done(feed.Id, secret);
    }
}
