using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;

namespace OpsBridge.Monitoring;

/// <summary>
/// One change of checks in one transaction: rows and timeline together. When somebody else changed a row first, the work is
/// done again from what the row says now, so losing a race is an answer and never an error.
/// </summary>
public sealed class CheckChange(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Runs the work in a fresh context; the work saves by itself.</summary>
    internal async Task<TResult> ApplyAsync<TResult>(Func<OpsDbContext, DateTimeOffset, Task<TResult>> work, CancellationToken ct)
    {
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            try
            {
                return await work(db, clock.GetUtcNow());
            }
            catch (DbUpdateConcurrencyException)
            {
                // Somebody was faster: read again and answer from what the row says now.
            }
        }
    }
}
