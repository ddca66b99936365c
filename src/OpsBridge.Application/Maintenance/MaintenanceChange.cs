using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Maintenance;

/// <summary>
/// Lets silences and windows decide and stores them with their timeline entries. When somebody changed a row first, it is
/// read again and decided again, so losing a race is an answer and never an error.
/// </summary>
public sealed class MaintenanceChange(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Runs <paramref name="decide"/> and stores what it changed.</summary>
    internal async Task<TResult> ApplyAsync<TResult>(Func<OpsDbContext, DateTimeOffset, Task<TResult>> decide, CancellationToken ct)
    {
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            try
            {
                var result = await decide(db, clock.GetUtcNow());
                await db.SaveChangesAsync(ct);
                return result;
            }
            catch (DbUpdateConcurrencyException)
            {
                // Somebody changed the row first: read it again and answer from what it says now.
            }
        }
    }

    /// <summary>Runs <paramref name="decide"/> on one silence; <paramref name="notFound"/> where there is none.</summary>
    internal Task<TResult> SilenceAsync<TResult>(
        Guid id, TResult notFound, Func<OpsDbContext, Silence, DateTimeOffset, TResult> decide, CancellationToken ct) =>
        ApplyAsync(
            async (db, now) => await db.Set<Silence>().SingleOrDefaultAsync(s => s.Id == id, ct) is { } silence ? decide(db, silence, now) : notFound,
            ct);

    /// <summary>Runs <paramref name="decide"/> on one window and its schedule; <paramref name="notFound"/> where there is none.</summary>
    internal Task<TResult> WindowAsync<TResult>(
        Guid id, TResult notFound, Func<OpsDbContext, MaintenanceWindow, WindowSchedule, DateTimeOffset, TResult> decide, CancellationToken ct) =>
        ApplyAsync(
            async (db, now) =>
            {
                var window = await db.Set<MaintenanceWindow>().SingleOrDefaultAsync(w => w.Id == id, ct);
                if (window is null)
                {
                    return notFound;
                }

                var trigger = window.TriggerId is { } by ? await db.Set<MaintenanceWindow>().SingleOrDefaultAsync(w => w.Id == by, ct) : null;
                return decide(db, window, new WindowSchedule(window, trigger), now);
            },
            ct);
}
