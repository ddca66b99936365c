using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts.Watch;

namespace OpsBridge.Shifts.Handover;

/// <summary>
/// Somebody takes one step of a handover. Steps are data (<see cref="HandoverStep"/>), so all of them go the same way: signatures
/// prove who signs, the head is locked, <see cref="HandoverCase"/> decides, and rows and timeline are stored together. Accepting
/// also moves everything open and passes the watch, in the same transaction.
/// </summary>
public sealed class MoveHandover(
    IDbContextFactory<OpsDbContext> contexts, HandoverStore store, WatchBelongings belongings, IdentityProof proof, IEnumerable<IWatchPreconditions> first, TimeProvider clock)
{
    /// <summary>Takes the step.</summary>
    /// <param name="id">The handover.</param>
    /// <param name="step">What to do.</param>
    /// <param name="password">The actor's password, for the three signatures; ignored otherwise.</param>
    /// <param name="actor">Who.</param>
    /// <param name="ct">Gives up; nothing is stored then.</param>
    public async Task<HandoverOutcome> HandleAsync(Guid id, HandoverStep step, string? password, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewShifts);
        if (step is HandoverStep.Sign or HandoverStep.Countersign or HandoverStep.Accept
            && await proof.RefuseAsync(actor.Id, password ?? "", ct) is { } notProved)
        {
            return new HandoverOutcome.NotProved(notProved);
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await HandoverStore.LockAsync(db, id, ct) is not { } head)
        {
            return new HandoverOutcome.NotFound();
        }

        if (step is HandoverStep.Accept && await NotReadyAsync(db, head, actor, ct) is { Count: > 0 } unmet)
        {
            return new HandoverOutcome.Refused(unmet);
        }

        var now = clock.GetUtcNow();
        var handover = new HandoverCase(head, await HandoverStore.PapersAsync(db, id, ct), await store.AroundAsync(db, head, LooksAtFacts(step), step is HandoverStep.Accept, now, ct));
        var outcome = handover.Take(step, actor, now);
        if (outcome is HandoverOutcome.Done)
        {
            await StoreAsync(db, step, handover, actor, now, ct);
            await transaction.CommitAsync(ct);
        }

        return outcome;
    }

    private async Task StoreAsync(OpsDbContext db, HandoverStep step, HandoverCase handover, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        db.AddRange(handover.Added);
        if (step is HandoverStep.Accept)
        {
            await PassAsync(db, handover, actor, ct);
        }

        if (HandoverHistory.Of(step, handover, actor, now) is { } entry)
        {
            db.Add(entry);
        }

        await db.SaveChangesAsync(ct);
    }

    /// <summary>
    /// What somebody who is not on watch yet must have done before taking it. The desk is locked meanwhile and until the watch has
    /// passed, as everything that changes a watch locks it.
    /// </summary>
    private async Task<List<string>> NotReadyAsync(OpsDbContext db, WatchHandover head, Actor who, CancellationToken ct)
    {
        await DeskChange.LockAsync(db, head.DeskId, ct);
        var unmet = new List<string>();
        if (head.State == HandoverState.ReadBack && !await db.Set<WatchSpell>().AnyAsync(s => s.DeskId == head.DeskId && s.AccountId == who.Id && s.LeftAt == null, ct))
        {
            foreach (var condition in first)
            {
                unmet.AddRange(await condition.UnmetAsync(db, head.DeskId, who, ct));
            }
        }

        return unmet;
    }

    private static bool LooksAtFacts(HandoverStep step) => step is HandoverStep.Sign or HandoverStep.ReadBack or HandoverStep.Accept;

    /// <summary>Moves what is open, passes the watch, seals the record; the caller commits all of it or nothing.</summary>
    private async Task PassAsync(OpsDbContext db, HandoverCase handover, Actor acceptor, CancellationToken ct)
    {
        var transfer = WatchTransfer.Plan(handover, acceptor);
        var now = handover.Head.AcceptedAt!.Value;
        var home = handover.GoingHome.Select(s => s.AccountId).ToArray();
        await belongings.MoveAsync(db, transfer.ByKind, home, acceptor, now, ct);
        handover.EndSpells();
        await db.SaveChangesAsync(ct); // the one who goes before the one who comes, the signature before the seal: the database wants it so
        var spell = handover.BeginHold(acceptor);
        if (db.Entry(spell).State == EntityState.Detached)
        {
            db.Add(spell);
        }

        db.Add(handover.Seal(await HandoverStore.LastRecordAsync(db, handover.Head.DeskId, ct), transfer));
        await CloseEarlierAsync(db, handover.Head, now, ct);
    }

    /// <summary>The handovers before this one of the desk are over: who could check them against reality has passed the watch on.</summary>
    private static async Task CloseEarlierAsync(OpsDbContext db, WatchHandover head, DateTimeOffset now, CancellationToken ct)
    {
        var self = Actor.Internal("OpsBridge");
        var earlier = await db.Set<WatchHandover>()
            .FromSql($"select *, xmin from handovers where desk_id = {head.DeskId} and id <> {head.Id} and state in ('Accepted', 'Verified') for update").ToListAsync(ct);
        foreach (var one in earlier)
        {
            var past = new HandoverCase(one, await HandoverStore.PapersAsync(db, one.Id, ct), new HandoverSurroundings());
            if (past.Take(new HandoverStep.Close(), self, now) is HandoverOutcome.Done)
            {
                db.AddRange(past.Added);
                db.Add(HandoverHistory.Of(new HandoverStep.Close(), past, self, now)!);
            }
        }
    }
}
