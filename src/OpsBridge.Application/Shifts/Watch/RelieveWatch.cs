using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts.Handover;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Watch;

/// <summary>Answer of <see cref="RelieveWatch"/>.</summary>
public abstract record RelieveWatchResult
{
    /// <summary>The actor answers for the desk.</summary>
    /// <param name="Relieved">Who did before.</param>
    public sealed record Done(string Relieved) : RelieveWatchResult;

    /// <summary>A point of the checklist is not confirmed.</summary>
    /// <param name="Point">Which.</param>
    public sealed record Unchecked(string Point) : RelieveWatchResult;

    /// <summary>Nobody asks the actor to take over; it was taken back, or the desk has changed hands meanwhile.</summary>
    public sealed record NotAsked : RelieveWatchResult;
}

/// <summary>
/// Takes over a desk in mid-shift from the one who asked for it. The one relieved and the reliever are two people, each
/// signed in; the hold passes in one transaction, so the desk is never without anybody. With it passes everything open that
/// the one relieved owns, unless they stay on watch.
/// </summary>
public sealed class RelieveWatch(DeskChange change, WatchBelongings belongings)
{
    /// <summary>Takes over.</summary>
    /// <param name="desk">The desk.</param>
    /// <param name="confirmed">The points of <see cref="Relief.Checklist"/> that the actor ticked.</param>
    /// <param name="actor">The reliever.</param>
    /// <param name="ct">Gives up.</param>
    public Task<RelieveWatchResult> HandleAsync(Guid desk, IReadOnlyCollection<string> confirmed, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.StandWatch);
        return change.ApplyAsync<RelieveWatchResult>(desk, new RelieveWatchResult.NotAsked(), (db, found, now) => TakeOverAsync(db, found, confirmed, actor, now, ct), ct);
    }

    private async Task<RelieveWatchResult> TakeOverAsync(
        OpsDbContext db, Desk desk, IReadOnlyCollection<string> confirmed, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        var open = await db.Set<WatchSpell>().Where(s => s.DeskId == desk.Id && s.LeftAt == null).ToListAsync(ct);
        var holder = open.Find(s => s.Holds);
        if (await ReliefOffers.OpenAsync(db, desk.Id, ct) is not { } relief || relief.ToId != actor.Id || holder?.AccountId != relief.FromId)
        {
            return new RelieveWatchResult.NotAsked();
        }

        if (Relief.Checklist.FirstOrDefault(p => !confirmed.Contains(p)) is { } missing)
        {
            return new RelieveWatchResult.Unchecked(missing);
        }

        if (relief.StaysOn)
        {
            holder.PassHold(now);
        }
        else
        {
            holder.End(WatchEnding.Relieved, now);
            await belongings.PassOnAsync(db, holder, (actor.Id!.Value, actor.Name), actor, now, ct);
        }

        await db.SaveChangesAsync(ct); // one holder at a time, also between two statements
        if (open.Find(s => s.AccountId == actor.Id) is { } mine)
        {
            mine.TakeHold(now);
        }
        else
        {
            db.Add(WatchSpell.Begin(desk.Id, holder.ShiftId, actor, true, now)); // within the same shift
        }

        relief.Complete(now);
        db.Add(TimelineEntry.Record(now, actor, WatchHistory.Of(desk, "relieved", $"relieved {relief.FromName} at {desk.Name}") with { Why = relief.Text, After = new { Confirmed = Relief.Checklist } }));
        return new RelieveWatchResult.Done(relief.FromName);
    }
}
