using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Timeline;

namespace OpsBridge.Identity;

/// <summary>An admin ends a wallboard link; its screens go dark within 2 seconds.</summary>
public sealed class RevokeWallLink(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Ends it.</summary>
    public async Task<RevokeResult> HandleAsync(Guid linkId, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageKeys);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        if (await db.Set<WallLink>().SingleOrDefaultAsync(l => l.Id == linkId, ct) is not { } link)
        {
            return RevokeResult.NotFound;
        }

        if (!link.Revoke(now))
        {
            return RevokeResult.AlreadyRevoked;
        }

        db.Add(TimelineEntry.Record(now, actor, new Happening("wall_link.revoked", link.Id.ToString(), $"revoked wallboard link {link.Name}")));
        await db.SaveChangesAsync(ct);
        return RevokeResult.Done;
    }
}
