using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.LogBook;

/// <summary>Answer of <see cref="CorrectLogEntry"/>.</summary>
public abstract record CorrectLogEntryResult
{
    /// <summary>The correction is the newest version; the one before is kept.</summary>
    /// <param name="Number">Its number.</param>
    public sealed record Done(int Number) : CorrectLogEntryResult;

    /// <summary>No such entry.</summary>
    public sealed record NotFound : CorrectLogEntryResult;

    /// <summary>Somebody corrected it first; nothing was stored.</summary>
    /// <param name="Number">The newest version.</param>
    /// <param name="Text">What it says.</param>
    public sealed record Stale(int Number, string Text) : CorrectLogEntryResult;

    /// <summary>Its shift is over, or it was closed.</summary>
    /// <param name="Since">Since when (UTC).</param>
    public sealed record Locked(DateTimeOffset Since) : CorrectLogEntryResult;

    /// <summary>Somebody else wrote it.</summary>
    /// <param name="Author">Who.</param>
    public sealed record NotYours(string Author) : CorrectLogEntryResult;

    /// <summary>The text cannot be stored, or says nothing new.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Invalid(string Reason) : CorrectLogEntryResult;
}

/// <summary>Corrects an entry by a new version; what was written before stays readable.</summary>
public sealed class CorrectLogEntry(LogBookChange change)
{
    /// <summary>The longest reason, in characters.</summary>
    public const int MaxWhy = 1000;

    /// <summary>Stores the next version.</summary>
    /// <param name="id">The entry.</param>
    /// <param name="seen">The number of the version that the corrector has read.</param>
    /// <param name="text">What it should say.</param>
    /// <param name="why">Why; null or blank for no reason.</param>
    /// <param name="actor">Who corrects.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task<CorrectLogEntryResult> HandleAsync(Guid id, int seen, string text, string? why, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.StandWatch);
        return change.EntryAsync<CorrectLogEntryResult>(id, new CorrectLogEntryResult.NotFound(), hand => Task.FromResult(Decide(hand, seen, text, why, actor)), ct);
    }

    private static CorrectLogEntryResult Decide(EntryInHand hand, int seen, string text, string? why, Actor actor)
    {
        var entry = hand.Entry;
        if (!entry.MayChange(actor))
        {
            return new CorrectLogEntryResult.NotYours(entry.AuthorName);
        }

        if (hand.IsLocked)
        {
            return new CorrectLogEntryResult.Locked(hand.LocksAt!.Value);
        }

        if (entry.Versions != seen)
        {
            return new CorrectLogEntryResult.Stale(entry.Versions, entry.Text);
        }

        if (!LogEntryDetails.IsText(text, 1) || !PlainText.IsText(why, MaxWhy))
        {
            return new CorrectLogEntryResult.Invalid($"Write 1 to {LogEntryDetails.MaxText} characters without control characters, and at most {MaxWhy} about why.");
        }

        if (text.Trim() == entry.Text)
        {
            return new CorrectLogEntryResult.Invalid("The text is the same as before.");
        }

        var before = entry.Text;
        hand.Db.Add(entry.Correct(text.Trim(), PlainText.TrimToNull(why), actor, hand.Now));
        hand.Db.Add(TimelineEntry.Record(hand.Now, actor, LogBookChange.Happened(entry, "corrected", "corrected") with
        {
            Why = why,
            Before = new { Text = LogBookChange.Short(before), Version = seen },
            After = new { Text = LogBookChange.Short(entry.Text), Version = entry.Versions },
        }));
        return new CorrectLogEntryResult.Done(entry.Versions);
    }
}
