using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.LogBook;

/// <summary>Answer of <see cref="CloseLogEntry"/>.</summary>
public abstract record CloseLogEntryResult
{
    /// <summary>It is carried no further.</summary>
    public sealed record Done : CloseLogEntryResult;

    /// <summary>No such entry.</summary>
    public sealed record NotFound : CloseLogEntryResult;

    /// <summary>Somebody closed it before.</summary>
    /// <param name="By">Who.</param>
    /// <param name="At">When (UTC).</param>
    public sealed record AlreadyClosed(string By, DateTimeOffset At) : CloseLogEntryResult;

    /// <summary>It cannot be closed so.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Invalid(string Reason) : CloseLogEntryResult;
}

/// <summary>Closes an ongoing entry or a case with a word about how it ended. Whoever stands watch may do it: the matter counts, not who wrote it down.</summary>
public sealed class CloseLogEntry(LogBookChange change)
{
    /// <summary>The longest closing word, in characters.</summary>
    public const int MaxWord = 1000;

    /// <summary>Closes it.</summary>
    public Task<CloseLogEntryResult> HandleAsync(Guid id, string word, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.StandWatch);
        return change.EntryAsync<CloseLogEntryResult>(id, new CloseLogEntryResult.NotFound(), hand => Task.FromResult(Decide(hand, word, actor)), ct);
    }

    private static CloseLogEntryResult Decide(EntryInHand hand, string word, Actor actor)
    {
        var entry = hand.Entry;
        if (entry is { ClosedAt: { } at, ClosedBy: { } by })
        {
            return new CloseLogEntryResult.AlreadyClosed(by, at);
        }

        if (!entry.IsOpen)
        {
            return new CloseLogEntryResult.Invalid("A log entry is not carried on, so there is nothing to close.");
        }

        if (!PlainText.IsText(word, MaxWord) || string.IsNullOrWhiteSpace(word))
        {
            return new CloseLogEntryResult.Invalid($"Say how it ended, in 1 to {MaxWord} characters.");
        }

        entry.Close(word.Trim(), actor, hand.Now);
        hand.Db.Add(TimelineEntry.Record(hand.Now, actor, LogBookChange.Happened(entry, "closed", "closed") with { Why = word }));
        return new CloseLogEntryResult.Done();
    }
}
