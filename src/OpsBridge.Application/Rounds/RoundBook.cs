using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Rounds.Checklists;
using OpsBridge.Shifts.Watch;

namespace OpsBridge.Rounds;

/// <summary>The rounds of now.</summary>
/// <param name="Rows">Unfinished ones by due time, then those that ended in the last 24 hours, newest first.</param>
/// <param name="MyDesks">The desks where the reader stands watch.</param>
public sealed record RoundsNow(IReadOnlyList<RoundRow> Rows, IReadOnlyList<Guid> MyDesks);

/// <summary>Which ended rounds are wanted.</summary>
/// <param name="ChecklistId">Of one checklist; null for all.</param>
/// <param name="DeskId">Of one desk; null for all.</param>
/// <param name="Deviating">Only those that are not plainly done.</param>
public sealed record RoundFilter(Guid? ChecklistId = null, Guid? DeskId = null, bool Deviating = false);

/// <summary>Reads rounds.</summary>
public interface IRoundBook
{
    /// <summary>What is to do, what comes within 24 hours, and what ended within the last 24 hours.</summary>
    Task<RoundsNow> NowAsync(Actor actor, CancellationToken ct);

    /// <summary>Ended rounds, the latest due first.</summary>
    Task<Page<RoundRow>> HistoryAsync(RoundFilter filter, string? after, int take, Actor actor, CancellationToken ct);

    /// <summary>One round with its steps and answers; null when there is none.</summary>
    Task<RoundView?> FindAsync(Guid id, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IRoundBook"/>
public sealed class RoundBook(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock) : IRoundBook
{
    private const int Most = 500;
    private static readonly TimeSpan s_day = TimeSpan.FromHours(24);

    /// <inheritdoc />
    public async Task<RoundsNow> NowAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewRounds);
        var now = clock.GetUtcNow();
        var (until, since) = (now + s_day, now - s_day);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var open = db.Set<Round>().Where(r => (r.Stage == RoundStage.Planned || r.Stage == RoundStage.Taken) && r.DueAt < until).OrderBy(r => r.DueAt).Take(Most);
        var ended = db.Set<Round>().Where(r => r.FinishedAt >= since).OrderByDescending(r => r.FinishedAt).Take(Most);
        var mine = await db.Set<WatchSpell>().Where(s => s.AccountId == actor.Id && s.LeftAt == null).Select(s => s.DeskId).Distinct().ToListAsync(ct);
        return new RoundsNow(
            [.. (await RoundRow.ReadAsync(db, open, now, ct)).OrderBy(r => r.DueAt), .. (await RoundRow.ReadAsync(db, ended, now, ct)).OrderByDescending(r => r.FinishedAt)], mine);
    }

    /// <inheritdoc />
    public async Task<Page<RoundRow>> HistoryAsync(RoundFilter filter, string? after, int take, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewRounds);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rounds = db.Set<Round>().Where(r => r.Stage != RoundStage.Planned && r.Stage != RoundStage.Taken);
        rounds = filter.ChecklistId is { } checklist ? rounds.Where(r => r.ChecklistId == checklist) : rounds;
        rounds = filter.DeskId is { } desk ? rounds.Where(r => r.DeskId == desk) : rounds;
        rounds = filter.Deviating ? rounds.Where(r => r.Stage != RoundStage.Done) : rounds;
        if (RoundCursor.Read(after) is { } cursor)
        {
            rounds = rounds.Where(r => r.DueAt < cursor.DueAt || (r.DueAt == cursor.DueAt && r.Id < cursor.Id));
        }

        var page = rounds.OrderByDescending(r => r.DueAt).ThenByDescending(r => r.Id).Take(take + 1);
        var rows = (await RoundRow.ReadAsync(db, page, clock.GetUtcNow(), ct)).OrderByDescending(r => r.DueAt).ThenByDescending(r => r.Id).ToList();
        return rows.Count <= take ? new Page<RoundRow>(rows, null) : new Page<RoundRow>(rows[..take], RoundCursor.Of(rows[take - 1]));
    }

    /// <inheritdoc />
    public async Task<RoundView?> FindAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewRounds);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        if (await db.Set<Round>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) is not { } round)
        {
            return null;
        }

        var hand = new RoundInHand(round, now) { Db = db };
        var details = await hand.DetailsAsync(ct);
        var readings = (await hand.ReadingsAsync(ct)).ToDictionary(r => r.StepId);
        var last = await PreviousReadings.ReadAsync(db, round, [.. details.Steps.Select(s => s.Id)], ct);
        var wanted = details.Steps.Select(s => s.AssetId).OfType<Guid>().Distinct().ToList();
        var assets = await db.Set<Asset>().Where(a => wanted.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Name, ct);
        var answered = readings.Values.Count(r => r.Deviates);
        return new RoundView(RoundRow.Of(round, await hand.DeskNameAsync(ct), readings.Count, answered, now), round.Number, details)
        {
            Steps = [.. details.Steps.Select(s => new StepView(s, readings.GetValueOrDefault(s.Id), last.GetValueOrDefault(s.Id), s.AssetId is { } asset ? assets.GetValueOrDefault(asset) : null))],
            OnWatch = await hand.IsOnWatchAsync(actor, ct),
        };
    }
}
