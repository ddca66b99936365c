using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Maintenance;

/// <summary>Answer of <see cref="TakeOwnership"/>.</summary>
public abstract record TakeOwnershipResult
{
    /// <summary>The actor answers for it now.</summary>
    /// <param name="From">Who did before.</param>
    public sealed record Done(string From) : TakeOwnershipResult;

    /// <summary>It was the actor's.</summary>
    public sealed record AlreadyYours : TakeOwnershipResult;

    /// <summary>Its owner is here and looks after it; ask them, or a supervisor.</summary>
    /// <param name="Owner">Who.</param>
    public sealed record OwnerIsHere(string Owner) : TakeOwnershipResult;

    /// <summary>No such thing.</summary>
    public sealed record NotFound : TakeOwnershipResult;
}

/// <summary>
/// Somebody takes over a silence or window: one that nobody looks after any more (owner disabled or not seen for a day) by
/// whoever may silence, any by who oversees them.
/// </summary>
public sealed class TakeOwnership(MaintenanceChange change)
{
    /// <summary>Makes it the actor's.</summary>
    public Task<TakeOwnershipResult> HandleAsync(SuppressorKind kind, Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageSilences);
        return change.ApplyAsync<TakeOwnershipResult>(
            async (db, now) => kind switch
            {
                SuppressorKind.Silence => await db.Set<Silence>().SingleOrDefaultAsync(s => s.Id == id, ct) is not { } silence
                    ? new TakeOwnershipResult.NotFound()
                    : await RefuseAsync(db, silence.OwnerId, silence.OwnerName, actor, now, ct) ?? Take(db, silence, actor, now),
                _ => await db.Set<MaintenanceWindow>().SingleOrDefaultAsync(w => w.Id == id, ct) is not { } window
                    ? new TakeOwnershipResult.NotFound()
                    : await RefuseAsync(db, window.OwnerId, window.OwnerName, actor, now, ct) ?? Take(db, window, actor, now),
            },
            ct);
    }

    private static async Task<TakeOwnershipResult?> RefuseAsync(
        OpsDbContext db, Guid? ownerId, string owner, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        if (ownerId is not null && ownerId == actor.Id)
        {
            return new TakeOwnershipResult.AlreadyYours();
        }

        if (ownerId is not { } known || actor.May(Permissions.OverseeSilences))
        {
            return null;
        }

        var states = await OwnerStates.ReadAsync(db, [known], now, ct);
        return states.IsGone(known) || states.IsAway(known, now) ? null : new TakeOwnershipResult.OwnerIsHere(owner);
    }

    private static TakeOwnershipResult.Done Take(OpsDbContext db, Silence silence, Actor actor, DateTimeOffset now)
    {
        var (from, before) = (silence.OwnerName, SilenceHistory.Facts(silence));
        silence.GiveTo(actor, now);
        db.Add(TimelineEntry.Record(now, actor, SilenceHistory.Happened(silence, "taken", "took over the silence") with { Before = before }));
        return new TakeOwnershipResult.Done(from);
    }

    private static TakeOwnershipResult.Done Take(OpsDbContext db, MaintenanceWindow window, Actor actor, DateTimeOffset now)
    {
        var (from, before) = (window.OwnerName, WindowHistory.Facts(window));
        window.GiveTo(actor, now);
        db.Add(TimelineEntry.Record(now, actor, WindowHistory.Happened(window, "taken", "took over") with { Before = before }));
        return new TakeOwnershipResult.Done(from);
    }
}
