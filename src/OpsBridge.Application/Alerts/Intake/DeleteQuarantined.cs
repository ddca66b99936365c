using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Alerts.Intake;

/// <summary>An admin has looked at messages in quarantine and deletes them.</summary>
public sealed class DeleteQuarantined(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Deletes those that exist; returns how many.</summary>
    public async Task<int> HandleAsync(IReadOnlyCollection<long> ids, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageSources);
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var deleted = await db.Set<QuarantinedMessage>().Where(m => ids.Contains(m.Id)).ExecuteDeleteAsync(ct);
        if (deleted > 0)
        {
            db.Add(TimelineEntry.Record(clock.GetUtcNow(), actor, new Happening("quarantine.deleted", ids.Min().ToString(System.Globalization.CultureInfo.InvariantCulture), $"deleted {deleted} messages from quarantine")));
            await db.SaveChangesAsync(ct);
        }

        await transaction.CommitAsync(ct);
        return deleted;
    }
}
