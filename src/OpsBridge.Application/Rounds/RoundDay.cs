using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Rounds;

/// <summary>Reads a day of rounds.</summary>
public interface IRoundDay
{
    /// <summary>Rounds that are due between two moments, or were due before and not finished then; by due time, at most 2,000. Those of the next 24 hours are made ahead, later ones are not there yet.</summary>
    Task<IReadOnlyList<RoundRow>> ReadAsync(DateTimeOffset from, DateTimeOffset to, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IRoundDay"/>
public sealed class RoundDay(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock) : IRoundDay
{
    private const int Most = 2000;

    /// <summary>Unfinished for longer than this none can be: it is carried over once.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(3);

    /// <inheritdoc />
    public async Task<IReadOnlyList<RoundRow>> ReadAsync(DateTimeOffset from, DateTimeOffset to, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewRounds);
        var (since, before) = (from - s_longest, from);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rounds = db.Set<Round>()
            .Where(r => (r.DueAt >= before && r.DueAt < to) || (r.DueAt >= since && r.DueAt < before && (r.FinishedAt == null || r.FinishedAt > before)))
            .OrderBy(r => r.DueAt).ThenBy(r => r.Id).Take(Most);
        return [.. (await RoundRow.ReadAsync(db, rounds, clock.GetUtcNow(), ct)).OrderBy(r => r.DueAt).ThenBy(r => r.Name, StringComparer.OrdinalIgnoreCase)];
    }
}
