using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Shifts.Handover;

/// <summary>
/// An hour after T: what hit the new watch unmentioned. 100 points, 20 less for each surprise, added to the sealed record for
/// supervisors. It judges handovers, not people: what nobody could know is no surprise.
/// </summary>
public sealed class HandoverScores(IDbContextFactory<OpsDbContext> contexts, IEnumerable<IHandoverSurprises> tellers, TimeProvider clock)
{
    /// <summary>How long after T is looked at.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromHours(1);

    private const int Each = 20;
    private static readonly Actor s_self = Actor.Internal("OpsBridge");

    /// <summary>Scores every handover whose hour is over and that has no score; those older than two days are left.</summary>
    public async Task MakeAsync(CancellationToken ct)
    {
        var now = WatchHandover.Exact(clock.GetUtcNow());
        var (due, old) = (now - Span, now - TimeSpan.FromDays(2));
        await using var db = await contexts.CreateDbContextAsync(ct);
        var ids = await db.Set<WatchHandover>().AsNoTracking()
            .Where(h => h.CutAt <= due && h.CutAt > old && db.Set<HandoverRecord>().Any(r => r.HandoverId == h.Id)
                && !db.Set<HandoverAddition>().Any(a => a.HandoverId == h.Id && a.Kind == AdditionKind.Score))
            .Select(h => h.Id).ToListAsync(ct);
        foreach (var id in ids)
        {
            db.ChangeTracker.Clear();
            await ScoreAsync(db, id, now, ct);
        }
    }

    private async Task ScoreAsync(OpsDbContext db, Guid id, DateTimeOffset now, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await HandoverStore.LockAsync(db, id, ct) is not { CutAt: { } cut } head)
        {
            return;
        }

        var papers = await HandoverStore.PapersAsync(db, id, ct);
        if (papers.Additions.Exists(a => a.Kind == AdditionKind.Score))
        {
            return; // another process was first
        }

        var mentioned = papers.Texts.Values.Where(t => t.Text.Length > 0).Select(t => t.Key).ToHashSet(StringComparer.Ordinal);
        var surprises = new List<string>();
        foreach (var teller in tellers)
        {
            surprises.AddRange(await teller.ReadAsync(db, cut, cut + Span, mentioned, ct));
        }

        var handover = new HandoverCase(head, papers, new HandoverSurroundings());
        var text = Words(surprises);
        handover.Add(AdditionKind.Score, text[..Math.Min(text.Length, HandoverText.MaxLength)], s_self, now);
        db.AddRange(handover.Added);
        db.Add(HandoverHistory.Scored(handover, s_self, now));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private static string Words(List<string> surprises) => surprises.Count == 0
        ? "100: no surprise in the hour after T"
        : $"{Math.Max(0, 100 - (Each * surprises.Count))}: {FactWords.Many(surprises.Count, "surprise")} in the hour after T: {string.Join("; ", surprises)}";
}
