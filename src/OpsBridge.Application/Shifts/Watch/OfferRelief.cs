using Microsoft.EntityFrameworkCore;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Watch;

/// <summary>Answer of <see cref="OfferRelief"/> and <see cref="WithdrawRelief"/>.</summary>
public abstract record OfferReliefResult
{
    /// <summary>Stored; until the other takes over nothing has changed.</summary>
    public sealed record Done : OfferReliefResult;

    /// <summary>The actor does not hold the desk.</summary>
    /// <param name="Holder">Who does; null for nobody.</param>
    public sealed record NotYours(string? Holder) : OfferReliefResult;

    /// <summary>The one who was asked cannot stand watch, or is the actor.</summary>
    public sealed record CannotStand : OfferReliefResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Errors">Plain words by field of <see cref="ReliefForm"/>.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : OfferReliefResult;
}

/// <summary>The one who holds a desk asks a colleague to take over in mid-shift, and says what the other must know.</summary>
public sealed class OfferRelief(DeskChange change)
{
    /// <summary>Asks; an offer made before is taken back.</summary>
    public async Task<OfferReliefResult> HandleAsync(Guid desk, ReliefForm form, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.StandWatch);
        if (form.Validate() is { Count: > 0 } errors)
        {
            return new OfferReliefResult.Invalid(errors);
        }

        return await change.ApplyAsync<OfferReliefResult>(
            desk,
            new OfferReliefResult.NotYours(null),
            async (db, found, now) =>
            {
                var holder = (await db.Set<WatchSpell>().Where(s => s.DeskId == desk && s.LeftAt == null).ToListAsync(ct)).Find(s => s.Holds);
                if (holder is null || holder.AccountId != actor.Id)
                {
                    return new OfferReliefResult.NotYours(holder?.AccountName);
                }

                var roles = Standing.Roles;
                var to = await People.Of(db).SingleOrDefaultAsync(a => a.Id == form.ToId && a.DisabledAt == null && roles.Contains(a.Role), ct);
                if (to is null || to.Id == actor.Id)
                {
                    return new OfferReliefResult.CannotStand();
                }

                await ReliefOffers.GiveUpAsync(db, desk, now, ct);
                db.Add(Relief.Offer(desk, form, actor, now));
                db.Add(TimelineEntry.Record(now, actor, WatchHistory.Of(found, "relief_offered", $"asked {to.Name} to take over {found.Name}") with { Why = form.Text }));
                return new OfferReliefResult.Done();
            },
            ct);
    }
}
