using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs.Pings;

/// <summary>A supervisor ends a ping key; pings with it are answered 404 from then on.</summary>
public sealed class RevokePingKey(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Ends it; false when there is no such key or it was over already.</summary>
    public async Task<bool> HandleAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditJobs);
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<PingKey>().SingleOrDefaultAsync(k => k.Id == id, ct) is not { } key || !key.Revoke(now))
        {
            return false;
        }

        db.Add(TimelineEntry.Record(now, actor, new Happening("ping_key.revoked", key.Id.ToString(), $"revoked ping key {key.Name}")));
        await db.SaveChangesAsync(ct);
        return true;
    }
}
