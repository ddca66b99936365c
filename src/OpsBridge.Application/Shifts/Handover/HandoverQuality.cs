using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Shifts.Handover;

/// <summary>How well one handover went, in figures.</summary>
/// <param name="Row">The handover.</param>
/// <param name="Late">Accepted so long after T as planned; negative for before.</param>
/// <param name="Lasted">From the first signature of the last round to Accept.</param>
/// <param name="SentBack">How often it was prepared again.</param>
/// <param name="Questions">How many questions were asked.</param>
/// <param name="Discrepancies">What the cross-check found; null when all was as written or nobody checked.</param>
/// <param name="IsChecked">Whether somebody cross-checked it.</param>
/// <param name="Score">0 to 100; null before the hour after T is over.</param>
/// <param name="Surprises">The words of the score.</param>
public sealed record HandoverGrade(
    HandoverRow Row, TimeSpan Late, TimeSpan? Lasted, int SentBack, int Questions, string? Discrepancies, bool IsChecked, int? Score, string? Surprises)
{
    /// <summary>Accepted within ten minutes of T.</summary>
    public bool OnTime => Late <= TimeSpan.FromMinutes(10);
}

/// <summary>Reads how handovers went, for supervisors.</summary>
public interface IHandoverQuality
{
    /// <summary>The last handovers that were accepted, newest first, at most 100.</summary>
    Task<IReadOnlyList<HandoverGrade>> ReadAsync(Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IHandoverQuality"/>
public sealed class HandoverQuality(IDbContextFactory<OpsDbContext> contexts) : IHandoverQuality
{
    private const int Most = 100;

    /// <inheritdoc />
    public async Task<IReadOnlyList<HandoverGrade>> ReadAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.OverseeHandovers);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var heads = await db.Set<WatchHandover>().AsNoTracking().Where(h => h.AcceptedAt != null).OrderByDescending(h => h.AcceptedAt).Take(Most).ToListAsync(ct);
        var ids = heads.Select(h => h.Id).ToArray();
        var rows = (await HandoverList.RowsAsync(db, db.Set<WatchHandover>().Where(h => ids.Contains(h.Id)), ct)).ToDictionary(r => r.Id);
        var additions = (await db.Set<HandoverAddition>().AsNoTracking().Where(a => ids.Contains(a.HandoverId)).OrderBy(a => a.Number).ToListAsync(ct)).ToLookup(a => a.HandoverId);
        var questions = await db.Set<HandoverMessage>().Where(m => ids.Contains(m.HandoverId) && m.Kind == MessageKind.Question)
            .GroupBy(m => m.HandoverId).Select(g => new { g.Key, Number = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Number, ct);
        return [.. heads.Select(h =>
        {
            var added = additions[h.Id].ToList();
            var score = added.Find(a => a.Kind == AdditionKind.Score)?.Text;
            return new HandoverGrade(
                rows[h.Id],
                h.AcceptedAt!.Value - h.PlannedAt,
                h.AcceptedAt - h.PreparedAt,
                h.Round - 1,
                questions.GetValueOrDefault(h.Id),
                added.FindLast(a => a.Kind == AdditionKind.Discrepancy)?.Text,
                added.Exists(a => a.Kind is AdditionKind.Verified or AdditionKind.Discrepancy),
                score is not null && int.TryParse(score.AsSpan(0, Math.Max(0, score.IndexOf(':', StringComparison.Ordinal))), CultureInfo.InvariantCulture, out var points) ? points : null,
                score);
        })];
    }
}
