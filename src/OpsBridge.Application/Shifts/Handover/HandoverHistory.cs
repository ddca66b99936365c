using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Handover;

/// <summary>What the timeline says about handovers.</summary>
internal static class HandoverHistory
{
    /// <summary>The entry of a step; null for typing and ticking, which the papers themselves tell.</summary>
    public static TimelineEntry? Of(HandoverStep step, HandoverCase handover, Actor who, DateTimeOffset now)
    {
        var head = handover.Head;
        var shifts = $"{head.OutgoingShift} → {head.IncomingShift}";
        (string Kind, string Text, string? Why)? said = step switch
        {
            HandoverStep.Open => ("opened", $"began to prepare {shifts}", null),
            HandoverStep.Sign => ("signed", $"signed {shifts}", null),
            HandoverStep.Withdraw => ("withdrawn", $"took back the signature on {shifts}", null),
            HandoverStep.Review review => ("reviewed", $"reads {shifts}, {review.Mode}", null),
            HandoverStep.Ask ask => ("asked", $"asked about {shifts}", ask.Text),
            HandoverStep.Answer answer => ("answered", $"answered on {shifts}", answer.Text),
            HandoverStep.Waive waive => ("waived", $"waived a question on {shifts}", waive.Reason),
            HandoverStep.ReadBack => ("read_back", $"read {shifts} back", null),
            HandoverStep.Confirm => ("confirmed", $"confirmed the read-back of {shifts}", null),
            HandoverStep.Correct correct => ("corrected", $"corrected the read-back of {shifts}", correct.Text),
            HandoverStep.Countersign => ("countersigned", $"countersigned {shifts}", null),
            HandoverStep.Accept => ("accepted", $"accepted {shifts}: the watch is held by {who.Name}", null),
            HandoverStep.Reject reject => ("rejected", $"sent {shifts} back", reject.Reason),
            HandoverStep.CrossCheck check => ("verified", check.Discrepancies is null ? $"verified {shifts}" : $"found {shifts} not as written", check.Discrepancies),
            HandoverStep.Append append => ("appended", $"added a correction to {shifts}", append.Text),
            HandoverStep.Close => ("closed", $"closed {shifts}", null),
            HandoverStep.Reopen reopen => ("reopened", $"reopened {shifts}", reopen.Reason),
            HandoverStep.Lapse lapse => ("lapsed", $"let {shifts} lapse", lapse.Reason),
            _ => null,
        };
        return said is not { } entry ? null : TimelineEntry.Record(now, who, new Happening($"handover.{entry.Kind}", head.Id.ToString(), entry.Text)
        {
            Why = entry.Why,
            After = handover.Papers.Record is null ? null : new { Hash = handover.Papers.Additions is [.., var last] ? last.Hash : handover.Papers.Record.Hash },
        });
    }

    /// <summary>The entry of a score.</summary>
    public static TimelineEntry Scored(HandoverCase handover, Actor who, DateTimeOffset now) =>
        TimelineEntry.Record(now, who, new Happening("handover.scored", handover.Head.Id.ToString(), $"scored {handover.Head.OutgoingShift} → {handover.Head.IncomingShift}")
        {
            Why = handover.Papers.Additions[^1].Text,
            After = new { handover.Papers.Additions[^1].Hash },
        });
}
