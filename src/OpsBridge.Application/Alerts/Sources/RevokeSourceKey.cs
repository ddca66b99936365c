using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Live;
using OpsBridge.Timeline;

namespace OpsBridge.Alerts.Sources;

/// <summary>An admin ends one key of a source; the next request with it is refused.</summary>
public sealed class RevokeSourceKey(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock, LiveFeed feed)
{
    /// <summary>Ends it.</summary>
    public async Task<RevokeResult> HandleAsync(Guid id, Guid keyId, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageSources);
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var source = await db.Set<Source>().SingleOrDefaultAsync(s => s.Id == id && s.Keys.Any(k => k.ApiKeyId == keyId), ct);
        if (source is null || await db.Set<ApiKey>().SingleOrDefaultAsync(k => k.Id == keyId, ct) is not { } key)
        {
            return RevokeResult.NotFound;
        }

        if (!key.Revoke(now))
        {
            return RevokeResult.AlreadyRevoked;
        }

        db.Add(TimelineEntry.Record(now, actor, SourceHistory.Of(source, "key_revoked", $"revoked key {key.Prefix}… of source {source.Name}")));
        await db.SaveChangesAsync(ct);
        feed.Publish(ApiKeyCheck.Topic); // here at once; elsewhere when the announcement arrives
        return RevokeResult.Done;
    }
}
