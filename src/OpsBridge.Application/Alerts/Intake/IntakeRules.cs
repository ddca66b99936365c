namespace OpsBridge.Alerts.Intake;

/// <summary>What an event means to the alert that is open for its condition.</summary>
internal enum Verdict
{
    /// <summary>A condition that nobody reported before.</summary>
    New,

    /// <summary>The same again.</summary>
    Repeat,

    /// <summary>Something to decide on the alert itself.</summary>
    Change,

    /// <summary>The end of an occurrence that is known to have ended.</summary>
    KnownEnd,

    /// <summary>Overtaken by newer events about the same condition.</summary>
    Stale,
}

/// <summary>What is known of an open alert when an event about it is judged.</summary>
/// <param name="Holds">Whether the condition holds.</param>
/// <param name="Mark">What its source last said.</param>
/// <param name="StartsAt">Since when the condition holds.</param>
/// <param name="LatestStart">The latest beginning that its source named.</param>
internal readonly record struct OpenCondition(bool Holds, long Mark, DateTimeOffset StartsAt, DateTimeOffset LatestStart)
{
    /// <summary>As remembered.</summary>
    public static OpenCondition Of(KnownAlert known) => new(known.Holds, known.Mark, known.StartsAt, known.LatestStart);

    /// <summary>As its row stands.</summary>
    public static OpenCondition Of(Alert alert, DateTimeOffset latestStart) => new(alert.Holds, alert.ContentMark, alert.StartsAt, latestStart);
}

/// <summary>
/// How events of one condition follow each other when they are doubled, late or out of order. Occurrences are told apart by
/// the beginning that the sender names: within one condition a later occurrence begins later. Senders that name none are
/// taken at their last word.
/// </summary>
internal static class IntakeRules
{
    /// <summary>Judges one event.</summary>
    /// <param name="e">The event.</param>
    /// <param name="open">The open alert of its condition; null when none is known.</param>
    /// <param name="ended">Beginning of the latest occurrence that its sender resolved lately; null for none.</param>
    public static Verdict Judge(PreparedEvent e, OpenCondition? open, DateTimeOffset? ended)
    {
        if (e.Event.Action == EventAction.Acknowledge)
        {
            return Verdict.Change;
        }

        var begins = e.Begins;
        return e.Signal.Firing ? JudgeFiring(e, open, overtaken: begins <= ended) : JudgeEnd(e, open, told: begins <= ended);
    }

    private static Verdict JudgeFiring(PreparedEvent e, OpenCondition? open, bool overtaken)
    {
        if (open is not { } known)
        {
            return overtaken ? Verdict.Stale : Verdict.New;
        }

        if (!known.Holds)
        {
            return overtaken ? Verdict.Stale : Verdict.Change;
        }

        var unchanged = e.Signal.ContentMark == known.Mark && !(e.Signal.StartsAt < known.StartsAt);
        return unchanged ? Verdict.Repeat : overtaken ? Verdict.Stale : Verdict.Change;
    }

    private static Verdict JudgeEnd(PreparedEvent e, OpenCondition? open, bool told)
    {
        if (open is not { Holds: true } known)
        {
            return told ? Verdict.KnownEnd : Verdict.Change;
        }

        return e.Ends < known.LatestStart ? Verdict.Stale : Verdict.Change;
    }
}
