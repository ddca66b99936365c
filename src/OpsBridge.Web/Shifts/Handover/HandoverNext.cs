using OpsBridge.Identity;

namespace OpsBridge.Shifts.Handover;

/// <summary>A step that somebody can take now, as a button.</summary>
/// <param name="Step">The step, with its words still empty.</param>
/// <param name="Word">On the button.</param>
/// <param name="Kind">Kind of button.</param>
public sealed record HandoverNext(HandoverStep Step, string Word, string Kind)
{
    /// <summary>Whether it asks for words or a password first.</summary>
    public bool Asks => Step is not (HandoverStep.Open or HandoverStep.Confirm or HandoverStep.Withdraw or HandoverStep.Close);

    /// <summary>What this person can do now, the likeliest first.</summary>
    public static IReadOnlyList<HandoverNext> Of(HandoverCase handover, Actor who) =>
        [.. All(handover, who).Where(n => HandoverLife.Of(n.Step.GetType()) is var row && row.From.Contains(handover.Head.State) && row.By.Any(p => handover.Is(who, p)))];

    /// <summary>What to say when it is done.</summary>
    public static string Done(HandoverStep step) => step switch
    {
        HandoverStep.Sign => "Signed. You answer for the desk until the other side accepts.",
        HandoverStep.Accept => "The watch is yours.",
        HandoverStep.Reject => "Sent back.",
        HandoverStep.Countersign => "Countersigned.",
        HandoverStep.Review => "Tick each section with Enter.",
        HandoverStep.ReadBack => "Read back; the other side confirms or corrects.",
        HandoverStep.CrossCheck => "Verified.",
        _ => "Done.",
    };

    private static IEnumerable<HandoverNext> All(HandoverCase handover, Actor who)
    {
        yield return new(new HandoverStep.Open(), "Begin to prepare", "primary");
        yield return new(new HandoverStep.Sign(), "Sign…", "primary");
        if (handover.LastReadBack is not null && handover.ReadBackAnswer is null)
        {
            yield return new(new HandoverStep.Confirm(), "Confirm the read-back", "primary");
            yield return new(new HandoverStep.Correct(""), "Correct it…", "");
        }

        if (handover.Head.ReviewerId != who.Id)
        {
            yield return new(new HandoverStep.Review(""), "Begin to read…", "primary");
        }
        else
        {
            if (handover.ReadBackAnswer?.Kind == MessageKind.Confirmation)
            {
                yield return new(new HandoverStep.Accept(), "Accept the watch…", "primary");
            }

            yield return new(new HandoverStep.ReadBack(""), handover.LastReadBack is null ? "Read the top risks back…" : "Read back again…", handover.LastReadBack is null ? "primary" : "");
        }

        if (handover.Countersigned is null && handover.Risks().Count > 0)
        {
            yield return new(new HandoverStep.Countersign(), "Countersign…", "primary");
        }

        yield return new(new HandoverStep.CrossCheck(""), "Cross-check…", "primary");
        yield return new(new HandoverStep.Append(""), "Add a correction…", "");
        yield return new(new HandoverStep.Withdraw(), "Take the signature back", "");
        yield return new(new HandoverStep.Reject(""), "Send back…", "danger");
        yield return new(new HandoverStep.Close(), "Close", "");
        yield return new(new HandoverStep.Reopen(""), "Reopen…", "");
        yield return new(new HandoverStep.Lapse(""), "Let it lapse…", "quiet");
    }
}
