using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Live;
using OpsBridge.Timeline;

namespace OpsBridge.Alerts.Sources;

/// <summary>An admin removes a source: its keys are revoked, its alerts and its history stay.</summary>
public sealed class DeleteSource(IDbContextFactory<OpsDbContext> contexts, SilenceAlarm alarm, TimeProvider clock, LiveFeed feed)
{
    /// <summary>Removes it; an alarm about its silence clears.</summary>
    public async Task<bool> HandleAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageSources);
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var source = await db.Set<Source>().Include(s => s.Keys).SingleOrDefaultAsync(s => s.Id == id, ct);
        if (source is null)
        {
            return false;
        }

        await alarm.ForgetAsync(db, source, ct);
        var ids = source.Keys.Select(k => k.ApiKeyId).ToArray();
        foreach (var key in await db.Set<ApiKey>().Where(k => ids.Contains(k.Id)).ToListAsync(ct))
        {
            key.Revoke(now);
        }

        db.Remove(source);
        db.Add(TimelineEntry.Record(now, actor, SourceHistory.Of(source, "deleted", $"deleted source {source.Name} and revoked its keys") with { Before = SourceHistory.Facts(source.ToDetails()) }));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        feed.Publish(ApiKeyCheck.Topic); // here at once; elsewhere when the announcement arrives
        return true;
    }
}
