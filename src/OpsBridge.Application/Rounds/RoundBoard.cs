using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Live;

namespace OpsBridge.Rounds;

/// <summary>What the bridge shows of rounds.</summary>
public interface IRoundBoard
{
    /// <summary>
    /// Rounds that are not finished and are due within 60 minutes or were due before, those overdue first, then by due time, at
    /// most 200. Read once per change, and every 20 s for what the clock changes, for all screens of the process.
    /// </summary>
    Task<IReadOnlyList<RoundRow>> NextAsync(Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IRoundBoard"/>
public sealed class RoundBoard : IRoundBoard, IDisposable
{
    private const int Most = 200;
    private static readonly TimeSpan s_ahead = TimeSpan.FromMinutes(60);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(20);
    private readonly IDbContextFactory<OpsDbContext> _contexts;
    private readonly TimeProvider _clock;
    private readonly SharedView<IReadOnlyList<RoundRow>> _view;

    /// <summary>A board that reads nothing before it is asked.</summary>
    public RoundBoard(IDbContextFactory<OpsDbContext> contexts, LiveFeed feed, TimeProvider clock)
    {
        (_contexts, _clock) = (contexts, clock);
        _view = new SharedView<IReadOnlyList<RoundRow>>(feed, Topics, ReadAsync, (clock, s_longest));
    }

    /// <summary>Tables whose change changes the board.</summary>
    public static IReadOnlyList<string> Topics { get; } = ["rounds", "round_readings"];

    /// <inheritdoc />
    public async Task<IReadOnlyList<RoundRow>> NextAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewRounds);
        return await _view.GetAsync(ct);
    }

    /// <inheritdoc />
    public void Dispose() => _view.Dispose();

    private async Task<IReadOnlyList<RoundRow>> ReadAsync(CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        var until = now + s_ahead;
        await using var db = await _contexts.CreateDbContextAsync(ct);
        var rounds = db.Set<Round>().Where(r => (r.Stage == RoundStage.Planned || r.Stage == RoundStage.Taken) && r.DueAt <= until).OrderBy(r => r.OverdueAt > now).ThenBy(r => r.DueAt).Take(Most);
        return [.. (await RoundRow.ReadAsync(db, rounds, now, ct)).OrderByDescending(r => r.State == RoundState.Overdue).ThenBy(r => r.DueAt)];
    }
}
