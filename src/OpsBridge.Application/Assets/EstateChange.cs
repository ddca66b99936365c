using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;

namespace OpsBridge.Assets;

/// <summary>
/// One change of sites or assets at a time, over all processes (advisory lock until the transaction ends). People change
/// the estate at human rate, and in return every rule (name taken, site gone, parents in a circle, row changed meanwhile)
/// is decided by reading, and cannot be overtaken between the reading and the writing.
/// </summary>
public sealed class EstateChange(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Runs <paramref name="decide"/> in a transaction that holds the lock. It saves what it wants to keep.</summary>
    internal async Task<TResult> ApplyAsync<TResult>(Func<OpsDbContext, DateTimeOffset, Task<TResult>> decide, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({AdvisoryLocks.Estate})", ct);
        var result = await decide(db, clock.GetUtcNow());
        await transaction.CommitAsync(ct);
        return result;
    }
}
