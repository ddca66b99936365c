using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts.Watch;

namespace OpsBridge.Shifts.Handover;

/// <summary>
/// What people own, over all slices. Whoever goes off watch while somebody else answers for the desk owns nothing open
/// afterwards; whoever stays on watch at another desk keeps what they own, because they still answer for it.
/// </summary>
public sealed class WatchBelongings(IEnumerable<IHandoverBelongings> movers)
{
    private readonly Dictionary<string, IHandoverBelongings> _movers = movers.ToDictionary(m => m.Kind, StringComparer.Ordinal);

    /// <summary>Who stands watch at another desk than this.</summary>
    /// <param name="db">Context; within a transaction when <paramref name="lockThem"/>.</param>
    /// <param name="desk">The desk that they may go off.</param>
    /// <param name="going">Who may go off it.</param>
    /// <param name="lockThem">Whether nobody of them may go off any desk until the transaction ends: of two desks left at once, the second one moves what they own.</param>
    /// <param name="ct">Ends the wait.</param>
    public static async Task<IReadOnlySet<Guid>> ElsewhereAsync(OpsDbContext db, Guid desk, IReadOnlyCollection<Guid> going, bool lockThem, CancellationToken ct)
    {
        if (lockThem)
        {
            var ids = going.ToArray();
            await db.Database.ExecuteSqlAsync($"select 1 from watch_spells where account_id = any({ids}) and left_at is null order by id for update", ct);
        }

        return (await db.Set<WatchSpell>().Where(s => s.DeskId != desk && s.LeftAt == null).Select(s => s.AccountId).ToListAsync(ct)).ToHashSet();
    }

    /// <summary>Everything open that these people own.</summary>
    public async Task<IReadOnlyList<Belonging>> OwnedByAsync(OpsDbContext db, IReadOnlyCollection<Guid> owners, bool lockThem, CancellationToken ct)
    {
        var things = new List<Belonging>();
        foreach (var mover in _movers.Values)
        {
            things.AddRange(await mover.OwnedByAsync(db, owners, lockThem, ct));
        }

        return things;
    }

    /// <summary>Moves things as decided, within the caller's transaction.</summary>
    /// <param name="db">Context.</param>
    /// <param name="transfers">What goes where, by kind of thing.</param>
    /// <param name="off">Who goes off.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="now">The moment (UTC).</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">Afterwards somebody who goes off still owns something; the caller must not commit.</exception>
    public async Task MoveAsync(
        OpsDbContext db, IReadOnlyDictionary<string, IReadOnlyList<Transfer>> transfers, IReadOnlyCollection<Guid> off, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var (kind, moves) in transfers)
        {
            await _movers[kind].MoveAsync(db, [.. moves], actor, now, ct);
        }

        if (await OwnedByAsync(db, off, lockThem: false, ct) is [var left, ..])
        {
            throw new InvalidOperationException($"After the transfer {left.OwnerName}, who is off watch, still owns the {left.Kind} {left.Key}; nothing was changed.");
        }
    }

    /// <summary>Somebody goes off a desk that somebody else answers for: that person owns everything now, unless the first stays on watch elsewhere.</summary>
    /// <param name="db">Context of the transaction in which the watch ends.</param>
    /// <param name="gone">The spell that ends.</param>
    /// <param name="to">Account and name of the one who answers for the desk.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="now">The moment (UTC).</param>
    /// <param name="ct">Ends the wait.</param>
    internal async Task PassOnAsync(OpsDbContext db, WatchSpell gone, (Guid Id, string Name) to, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        if ((await ElsewhereAsync(db, gone.DeskId, [gone.AccountId], lockThem: true, ct)).Contains(gone.AccountId))
        {
            return;
        }

        var owned = await OwnedByAsync(db, [gone.AccountId], lockThem: true, ct);
        var transfers = owned.GroupBy(b => b.Kind, StringComparer.Ordinal).ToDictionary(
            g => g.Key, g => (IReadOnlyList<Transfer>)[.. g.Select(b => new Transfer(b.Key, TransferTo.Watch, to.Id, to.Name))], StringComparer.Ordinal);
        await MoveAsync(db, transfers, [gone.AccountId], actor, now, ct);
    }
}
