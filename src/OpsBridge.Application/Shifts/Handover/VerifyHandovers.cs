using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Handover;

/// <summary>What the proof of all records found.</summary>
/// <param name="Records">How many sealed records there are.</param>
/// <param name="Additions">How many additions to them.</param>
/// <param name="Broken">What is not as it was sealed; empty when all is.</param>
public sealed record HandoverVerdict(int Records, int Additions, IReadOnlyList<BrokenHandover> Broken);

/// <summary>
/// Proves every sealed handover: makes it again from its rows, follows the chains, and compares with the timeline, which has a
/// chain of its own, so that a record which was taken out together with all its rows is missed as well.
/// </summary>
public sealed class VerifyHandovers(IDbContextFactory<OpsDbContext> contexts)
{
    private static readonly string[] s_sealing =
        ["handover.accepted", "handover.verified", "handover.appended", "handover.closed", "handover.reopened", "handover.scored"];

    /// <summary>Proves them.</summary>
    public async Task<HandoverVerdict> HandleAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewShifts);
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        var broken = new List<BrokenHandover>();
        var records = await db.Set<HandoverRecord>().AsNoTracking().Select(r => new { r.HandoverId, r.DeskId, r.Hash }).ToListAsync(ct);
        var additions = 0;
        var known = new Dictionary<Guid, HashSet<string>>();
        foreach (var desk in records.GroupBy(r => r.DeskId))
        {
            var ids = desk.Select(r => r.HandoverId).ToArray();
            var papers = await HandoverStore.PapersAsync(db, ids, ct);
            var heads = await db.Set<WatchHandover>().AsNoTracking().Where(h => ids.Contains(h.Id)).ToDictionaryAsync(h => h.Id, ct);
            broken.AddRange(HandoverProof.Check([.. ids.Select(id => new SealedCase(heads.GetValueOrDefault(id), papers[id]))]));
            foreach (var (id, one) in papers)
            {
                additions += one.Additions.Count;
                known[id] = [one.Record!.Hash, .. one.Additions.Select(a => a.Hash)];
            }
        }

        broken.AddRange(await MissingAsync(db, known, ct));
        broken.AddRange(await UnsealedAsync(db, ct));
        return new HandoverVerdict(records.Count, additions, broken);
    }

    /// <summary>What the timeline says was sealed or added, and is not there.</summary>
    private static async Task<List<BrokenHandover>> MissingAsync(OpsDbContext db, Dictionary<Guid, HashSet<string>> known, CancellationToken ct)
    {
        var broken = new List<BrokenHandover>();
        var told = new Dictionary<Guid, int>();
        var entries = db.Set<TimelineEntry>().AsNoTracking().Where(e => e.Subject == "handover" && s_sealing.Contains(e.Kind)).OrderBy(e => e.Id).Select(e => new { e.SubjectId, e.After });
        await foreach (var entry in entries.AsAsyncEnumerable().WithCancellation(ct))
        {
            if (!Guid.TryParse(entry.SubjectId, out var id) || entry.After is null)
            {
                continue;
            }

            using var after = JsonDocument.Parse(entry.After);
            var hash = after.RootElement.GetProperty("Hash").GetString()!;
            told[id] = told.GetValueOrDefault(id) + 1;
            if (!known.TryGetValue(id, out var hashes) || !hashes.Contains(hash))
            {
                broken.Add(new BrokenHandover(id, "the timeline tells of a record or an addition that is not there"));
            }
        }

        broken.AddRange(known.Where(k => told.GetValueOrDefault(k.Key) != k.Value.Count).Select(k => new BrokenHandover(k.Key, "the timeline does not tell of this record and all its additions")));
        return broken;
    }

    /// <summary>A head that says accepted and has no record.</summary>
    private static async Task<IEnumerable<BrokenHandover>> UnsealedAsync(OpsDbContext db, CancellationToken ct) =>
        (await db.Set<WatchHandover>().AsNoTracking()
            .Where(h => (h.AcceptedAt != null || h.CutAt != null || HandoverLife.Sealed.Contains(h.State)) && !db.Set<HandoverRecord>().Any(r => r.HandoverId == h.Id))
            .Select(h => h.Id).ToListAsync(ct))
        .Select(id => new BrokenHandover(id, "it says that it was accepted, and there is no record"));
}
