namespace OpsBridge.Shifts.Handover;

/// <summary>What a text says about what it is written on.</summary>
public enum TextField
{
    /// <summary>What the writer makes of it: cause, confidence, risk in the next hours.</summary>
    Assessment,

    /// <summary>What to do next, who, by when; "if this, then that".</summary>
    Recommendation,

    /// <summary>Anything else about a whole section.</summary>
    Note,
}

/// <summary>Which text of a handover is meant.</summary>
/// <param name="Section">Its section.</param>
/// <param name="Key"><see cref="HandoverFact.Key"/> of the fact, or empty for the section itself; at most 200 characters.</param>
/// <param name="Field">What it says.</param>
public readonly record struct TextPlace(HandoverSection Section, string Key, TextField Field);

/// <summary>
/// One thing that somebody does to a handover, as data: the page, the tests and the model test take the same way. Who may do it
/// in which state stands in <see cref="HandoverLife"/>.
/// </summary>
public abstract record HandoverStep
{
    private HandoverStep()
    {
    }

    /// <summary>Begins the preparation before the clock does.</summary>
    public sealed record Open : HandoverStep;

    /// <summary>Writes or rewrites one text.</summary>
    /// <param name="Place">Which one.</param>
    /// <param name="Text">At most 4000 characters; empty takes it away.</param>
    /// <param name="Version">The version that the writer saw; 0 for none. Another one answers <see cref="HandoverOutcome.Overtaken"/>.</param>
    public sealed record Write(TextPlace Place, string Text, int Version) : HandoverStep;

    /// <summary>Decides where open things go on Accept.</summary>
    /// <param name="Things">Kind and key of each.</param>
    /// <param name="To">Where.</param>
    /// <param name="PersonId">The new owner, for <see cref="TransferTo.Person"/> and only for it.</param>
    public sealed record Decide(IReadOnlyList<BelongingKey> Things, TransferTo To, Guid? PersonId) : HandoverStep;

    /// <summary>Those going off sign; nothing may be missing.</summary>
    public sealed record Sign : HandoverStep;

    /// <summary>Those going off take their signature back, to change something.</summary>
    public sealed record Withdraw : HandoverStep;

    /// <summary>Somebody coming on begins to read.</summary>
    /// <param name="Mode">How the two meet, for example "face to face at the desk"; 1 to 60 characters.</param>
    public sealed record Review(string Mode) : HandoverStep;

    /// <summary>Read and understood.</summary>
    /// <param name="Section">The section.</param>
    public sealed record Read(HandoverSection Section) : HandoverStep;

    /// <summary>Asks something; unanswered it blocks Accept.</summary>
    /// <param name="Section">What it is about; null for everything.</param>
    /// <param name="Text">1 to 1000 characters.</param>
    public sealed record Ask(HandoverSection? Section, string Text) : HandoverStep;

    /// <summary>Answers a question.</summary>
    public sealed record Answer(Guid Question, string Text) : HandoverStep;

    /// <summary>A supervisor lets a question stand unanswered.</summary>
    public sealed record Waive(Guid Question, string Reason) : HandoverStep;

    /// <summary>Those coming on say the top risks in their own words.</summary>
    /// <param name="Text">1 to 4000 characters.</param>
    public sealed record ReadBack(string Text) : HandoverStep;

    /// <summary>Those going off confirm what was read back.</summary>
    public sealed record Confirm : HandoverStep;

    /// <summary>Those going off correct what was read back; it is then read back again.</summary>
    public sealed record Correct(string Text) : HandoverStep;

    /// <summary>A supervisor signs a handover of higher risk.</summary>
    public sealed record Countersign : HandoverStep;

    /// <summary>Somebody coming on signs: the watch and everything open is theirs.</summary>
    public sealed record Accept : HandoverStep;

    /// <summary>Those coming on send it back.</summary>
    public sealed record Reject(string Reason) : HandoverStep;

    /// <summary>Those who came on have compared record and reality.</summary>
    /// <param name="Discrepancies">What was not as written; null when everything was.</param>
    public sealed record CrossCheck(string? Discrepancies) : HandoverStep;

    /// <summary>Adds a marked correction to a sealed record.</summary>
    public sealed record Append(string Text) : HandoverStep;

    /// <summary>Nothing more is expected.</summary>
    public sealed record Close : HandoverStep;

    /// <summary>A supervisor opens a sealed record for corrections.</summary>
    public sealed record Reopen(string Reason) : HandoverStep;

    /// <summary>The watch passed in another way.</summary>
    public sealed record Lapse(string Reason) : HandoverStep;
}

/// <summary>Names a belonging.</summary>
/// <param name="Kind"><see cref="Belonging.Kind"/>.</param>
/// <param name="Key"><see cref="Belonging.Key"/>.</param>
public readonly record struct BelongingKey(string Kind, string Key);
