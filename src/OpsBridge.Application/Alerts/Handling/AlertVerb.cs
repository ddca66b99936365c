namespace OpsBridge.Alerts.Handling;

/// <summary>What an operator does to one or to thousands of alerts. The comment that goes with it is said beside it.</summary>
/// <param name="Move">Its row in <see cref="LifeCycle"/>.</param>
/// <param name="Kind">What it is in the history.</param>
public abstract record AlertVerb(AlertMove Move, AlertTransitionKind Kind)
{
    /// <summary>Whether Undo takes it back: everything but notes and links, which only add.</summary>
    public bool Undoable => Kind is not (AlertTransitionKind.Noted or AlertTransitionKind.Linked);

    /// <summary>Says that they saw it.</summary>
    /// <param name="For">How long that holds.</param>
    /// <param name="Until">Until when (UTC), for <see cref="AcknowledgementKind.Expiring"/> and only for it; at most 30 days ahead.</param>
    public sealed record Acknowledge(AcknowledgementKind For = AcknowledgementKind.Normal, DateTimeOffset? Until = null)
        : AlertVerb(AlertMove.Acknowledge, AlertTransitionKind.Acknowledged);

    /// <summary>Takes an acknowledgement back.</summary>
    public sealed record Unacknowledge() : AlertVerb(AlertMove.Unacknowledge, AlertTransitionKind.Unacknowledged);

    /// <summary>Makes it theirs, also from somebody else.</summary>
    public sealed record Take() : AlertVerb(AlertMove.Take, AlertTransitionKind.Taken);

    /// <summary>Gives it to somebody who may handle alerts.</summary>
    /// <param name="AccountId">The account.</param>
    public sealed record Give(Guid AccountId) : AlertVerb(AlertMove.Give, AlertTransitionKind.Given)
    {
        /// <summary>The account's name; the use case looks it up.</summary>
        internal string Name { get; init; } = "";
    }

    /// <summary>Gives it back to the pool: nobody owns it then.</summary>
    public sealed record Pool() : AlertVerb(AlertMove.Pool, AlertTransitionKind.Pooled);

    /// <summary>Judges its severity; that holds until the source reports another one than it did.</summary>
    /// <param name="Severity">The severity.</param>
    public sealed record Rerank(AlertSeverity Severity) : AlertVerb(AlertMove.Rerank, AlertTransitionKind.Reranked);

    /// <summary>Puts it aside; the comment is the reason and must be there.</summary>
    /// <param name="For">Until when.</param>
    /// <param name="Until">The time (UTC), for <see cref="ShelfKind.UntilTime"/> and only for it; at most 30 days ahead.</param>
    public sealed record Shelve(ShelfKind For, DateTimeOffset? Until = null) : AlertVerb(AlertMove.Shelve, AlertTransitionKind.Shelved);

    /// <summary>Takes it from the shelf.</summary>
    public sealed record Unshelve() : AlertVerb(AlertMove.Unshelve, AlertTransitionKind.Unshelved);

    /// <summary>Writes a note: the comment, 1 to 4000 characters.</summary>
    public sealed record Note() : AlertVerb(AlertMove.Note, AlertTransitionKind.Noted);

    /// <summary>Adds a link.</summary>
    /// <param name="Text">What people read, 1 to 120 characters.</param>
    /// <param name="Href">Absolute http or https address, at most 2000 characters.</param>
    public sealed record Link(string Text, string Href) : AlertVerb(AlertMove.Link, AlertTransitionKind.Linked);

    /// <summary>Ends it; refused while its source still reports the condition.</summary>
    public sealed record Close() : AlertVerb(AlertMove.Close, AlertTransitionKind.Closed);
}
