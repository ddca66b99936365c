using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Orders;

/// <summary>Answer of <see cref="ConfirmDigest"/>.</summary>
public abstract record ConfirmDigestResult
{
    /// <summary>Confirmed.</summary>
    public sealed record Done : ConfirmDigestResult;

    /// <summary>The digest that was read is too old, or of the future: it must be read again.</summary>
    public sealed record Outdated : ConfirmDigestResult;

    /// <summary>No such desk in use, or the actor is no person.</summary>
    public sealed record NotFound : ConfirmDigestResult;
}

/// <summary>Confirms to know what happened since one's last watch at a desk.</summary>
public sealed class ConfirmDigest(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Confirms the digest that told until a moment.</summary>
    /// <param name="desk">The desk.</param>
    /// <param name="until">The moment until which the digest that was read told (UTC).</param>
    /// <param name="actor">Who read it.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<ConfirmDigestResult> HandleAsync(Guid desk, DateTimeOffset until, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.StandWatch);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var name = await db.Set<Desk>().Where(d => d.Id == desk && d.RetiredAt == null).Select(d => d.Name).SingleOrDefaultAsync(ct);
        if (name is null || actor.Id is not { } who || await AccountInRole.FindAsync(db, who, ct) is null)
        {
            return new ConfirmDigestResult.NotFound();
        }

        var now = clock.GetUtcNow();
        if (until > now || until < now - Absence.StillFresh)
        {
            return new ConfirmDigestResult.Outdated();
        }

        var (absence, _) = await Absence.ReadAsync(db, desk, who, now, ct);
        db.Add(DigestConfirmation.Of(desk, absence.Since ?? until, until, who, actor, now));
        db.Add(TimelineEntry.Record(now, actor, new Happening("digest.confirmed", desk.ToString(), $"read what happened at {name} since the last watch") { After = new { absence.Since, until } }));
        await db.SaveChangesAsync(ct);
        return new ConfirmDigestResult.Done();
    }
}
