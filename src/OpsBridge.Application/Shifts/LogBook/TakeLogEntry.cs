using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.LogBook;

/// <summary>Answer of <see cref="TakeLogEntry"/>.</summary>
public abstract record TakeLogEntryResult
{
    /// <summary>It is the actor's.</summary>
    /// <param name="Before">Whose it was; null for nobody's.</param>
    public sealed record Done(string? Before) : TakeLogEntryResult;

    /// <summary>It was the actor's already.</summary>
    public sealed record AlreadyYours : TakeLogEntryResult;

    /// <summary>There is nothing to see to: it is closed, or of kind log.</summary>
    public sealed record NotOpen : TakeLogEntryResult;

    /// <summary>No such entry.</summary>
    public sealed record NotFound : TakeLogEntryResult;
}

/// <summary>Makes the actor see to an ongoing entry or a case.</summary>
public sealed class TakeLogEntry(LogBookChange change)
{
    /// <summary>Takes it over.</summary>
    public Task<TakeLogEntryResult> HandleAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.StandWatch);
        return change.EntryAsync<TakeLogEntryResult>(id, new TakeLogEntryResult.NotFound(), hand => Task.FromResult(Decide(hand, actor)), ct);
    }

    private static TakeLogEntryResult Decide(EntryInHand hand, Actor actor)
    {
        var (entry, before) = (hand.Entry, hand.Entry.OwnerName);
        if (!entry.IsOpen)
        {
            return new TakeLogEntryResult.NotOpen();
        }

        if (entry.OwnerId == actor.Id)
        {
            return new TakeLogEntryResult.AlreadyYours();
        }

        entry.Give(actor.Id, actor.Name);
        hand.Db.Add(TimelineEntry.Record(hand.Now, actor, LogBookChange.Happened(entry, "taken", "took over") with { Before = new { Owner = before }, After = new { Owner = actor.Name } }));
        return new TakeLogEntryResult.Done(before);
    }
}
