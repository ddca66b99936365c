using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Maintenance;

/// <summary>
/// Lets a silence decide and stores it with its timeline entry. When somebody changed the row first, it is read again and
/// decided again, so losing a race is an answer and never an error.
/// </summary>
public sealed class SilenceChange(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Runs <paramref name="decide"/> and stores what it changed.</summary>
    internal async Task<TResult> ApplyAsync<TResult>(Func<OpsDbContext, DateTimeOffset, Task<TResult>> decide, CancellationToken ct)
    {
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var result = await decide(db, clock.GetUtcNow());
            try
            {
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
    internal Task<TResult> ApplyAsync<TResult>(
        Guid id, TResult notFound, Func<OpsDbContext, Silence, DateTimeOffset, Task<TResult>> decide, CancellationToken ct) =>
        ApplyAsync(
            async (db, now) =>
                await db.Set<Silence>().SingleOrDefaultAsync(s => s.Id == id, ct) is { } silence ? await decide(db, silence, now) : notFound,
            ct);

    /// <summary>Whether the actor may prolong or rewrite it: its owner, or who oversees silences.</summary>
    internal static bool MayChange(Silence silence, Actor actor) =>
        actor.May(Permissions.OverseeSilences) || (actor.Id is not null && actor.Id == silence.OwnerId);
}
