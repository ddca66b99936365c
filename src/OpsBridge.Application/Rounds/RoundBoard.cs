using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Rounds;

/// <summary>What the bridge shows of rounds.</summary>
public interface IRoundBoard
{
    /// <summary>Rounds that are not finished and are due before <paramref name="ahead"/> from now has passed, those overdue first, then by due time. Their topic is <c>rounds</c>.</summary>
    Task<IReadOnlyList<RoundRow>> NextAsync(TimeSpan ahead, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IRoundBoard"/>
public sealed class RoundBoard(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock) : IRoundBoard
{
    private const int Most = 200;

    /// <inheritdoc />
    public async Task<IReadOnlyList<RoundRow>> NextAsync(TimeSpan ahead, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewRounds);
        var now = clock.GetUtcNow();
        var until = now + ahead;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rounds = db.Set<Round>().Where(r => (r.Stage == RoundStage.Planned || r.Stage == RoundStage.Taken) && r.DueAt < until).OrderBy(r => r.OverdueAt > now).ThenBy(r => r.DueAt).Take(Most);
        return [.. (await RoundRow.ReadAsync(db, rounds, now, ct)).OrderByDescending(r => r.State == RoundState.Overdue).ThenBy(r => r.DueAt)];
    }
}
