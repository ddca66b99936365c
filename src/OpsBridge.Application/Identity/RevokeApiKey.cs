using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Live;
using OpsBridge.Timeline;

namespace OpsBridge.Identity;

/// <summary>Answer of <see cref="RevokeApiKey"/> and <see cref="RevokeWallLink"/>.</summary>
public enum RevokeResult
{
    /// <summary>It opens nothing any more.</summary>
    Done,

    /// <summary>It was revoked already.</summary>
    AlreadyRevoked,

    /// <summary>No such key or link.</summary>
    NotFound,
}

/// <summary>An admin ends an API key; the next request with it is refused.</summary>
public sealed class RevokeApiKey(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock, LiveFeed feed)
{
    /// <summary>Ends it.</summary>
    public async Task<RevokeResult> HandleAsync(Guid keyId, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageKeys);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        if (await db.Set<ApiKey>().SingleOrDefaultAsync(k => k.Id == keyId, ct) is not { } key)
        {
            return RevokeResult.NotFound;
        }

        if (!key.Revoke(now))
        {
            return RevokeResult.AlreadyRevoked;
        }

        db.Add(TimelineEntry.Record(now, actor, new Happening("api_key.revoked", key.Id.ToString(), $"revoked API key {key.Name}")));
        await db.SaveChangesAsync(ct);
        feed.Publish(ApiKeyCheck.Topic); // here at once; elsewhere when the announcement arrives
        return RevokeResult.Done;
    }
}
