using System.Globalization;
using OpsBridge.Identity;

namespace OpsBridge.Shifts.Handover;

/// <content>What those coming on do, and what stands between them and the watch.</content>
public sealed partial class HandoverCase
{
    private static readonly TimeSpan s_longShift = TimeSpan.FromHours(12);
    private static readonly TimeSpan s_longAbsence = TimeSpan.FromDays(7);

    /// <summary>The signature of those going off that counts; null while there is none.</summary>
    public HandoverSignature? SignedOff => SignatureOf(SignatureRole.GoingOff);

    /// <summary>The countersignature of this round; null while there is none.</summary>
    public HandoverSignature? Countersigned => SignatureOf(SignatureRole.Supervisor);

    /// <summary>Questions of this round that nobody has answered or waived, oldest first.</summary>
    public IEnumerable<HandoverMessage> OpenQuestions =>
        Papers.Messages.Where(m => m.Kind == MessageKind.Question && Papers.Messages.All(a => a.ReplyTo != m.Id));

    /// <summary>What was read back last in this round.</summary>
    public HandoverMessage? LastReadBack => Papers.Messages.LastOrDefault(m => m.Kind == MessageKind.ReadBack && m.Round == Head.Round);

    /// <summary>What those going off said to it; null while they have not.</summary>
    public HandoverMessage? ReadBackAnswer => LastReadBack is { } back ? Papers.Messages.LastOrDefault(m => m.ReplyTo == back.Id) : null;

    /// <summary>Why this handover is one of higher risk (HSE: such handovers need more time and a third pair of eyes); empty when it is not.</summary>
    public IReadOnlyList<string> Risks()
    {
        var risks = Around.Facts.Risks.ToList();
        if (Head.PlannedAt - Head.From >= s_longShift && Head.OutgoingShiftId is not null)
        {
            risks.Add(string.Create(CultureInfo.InvariantCulture, $"{(Head.PlannedAt - Head.From).TotalHours:0} h shift"));
        }

        if (Head.ReviewerId is { } reader && Around.LastWatch.TryGetValue(reader, out var left) && Head.At - left > s_longAbsence)
        {
            risks.Add(string.Create(CultureInfo.InvariantCulture, $"{Head.Reviewer} away for {(Head.At - left).TotalDays:0} days"));
        }

        return risks;
    }

    /// <summary>Sections with something in them, which must be read.</summary>
    public IReadOnlyList<HandoverSection> ToRead() =>
        [.. HandoverSections.All.Where(s => Around.Facts.Of(s).Total > 0 || Papers.Texts.Values.Any(t => t.Section == s && t.Text.Length > 0))];

    /// <summary>Sections that somebody has read in this round.</summary>
    public IEnumerable<HandoverSection> ReadBy(Guid? who) => Papers.Ticks.Where(t => t.Round == Head.Round && t.AccountId == who).Select(t => t.Section);

    /// <summary>What stands between this person and the watch, in plain words; empty when nothing does.</summary>
    public IReadOnlyList<string> Hindrances(Actor who)
    {
        var reasons = new List<string>();
        if (SignedOff is not { } signed)
        {
            reasons.Add("Those going off have not signed.");
        }
        else if (signed.AccountId == who.Id)
        {
            reasons.Add("Nobody accepts their own handover.");
        }

        reasons.AddRange(Unread(who));
        reasons.AddRange(OpenQuestions.Select(q => $"{q.Name}’s question is unanswered: “{q.Text}”"));
        if (LastReadBack is not { } back || back.AccountId != who.Id)
        {
            reasons.Add($"{who.Name} has not read the top risks back.");
        }
        else if (ReadBackAnswer is not { Kind: MessageKind.Confirmation })
        {
            reasons.Add(ReadBackAnswer is null ? "Those going off have not confirmed the read-back." : "The read-back was corrected; read it back again.");
        }

        if (Risks() is { Count: > 0 } risks && (Countersigned is not { } third || third.AccountId == who.Id))
        {
            reasons.Add($"A supervisor must countersign: {string.Join(", ", risks)}.");
        }

        return reasons;
    }

    private IEnumerable<string> Unread(Actor who)
    {
        var read = ReadBy(who.Id).ToHashSet();
        return ToRead().Where(s => !read.Contains(s)).Select(s => $"{who.Name} has not read {HandoverSections.Word(s)}.");
    }

    private HandoverSignature? SignatureOf(SignatureRole role) => Papers.Signatures.LastOrDefault(s => s.Role == role && s.Round == Head.Round);

    private HandoverOutcome Review(HandoverStep.Review review, Actor who, DateTimeOffset now)
    {
        if (SignedOff?.AccountId == who.Id)
        {
            return new HandoverOutcome.Refused("Nobody accepts their own handover.");
        }

        if (Clean(review.Mode, 60) is not { } mode)
        {
            return new HandoverOutcome.Refused("Say how you meet, for example face to face at the desk.");
        }

        Head.Review(who.Id!.Value, who.Name, mode, now);
        return new HandoverOutcome.Done();
    }

    private HandoverOutcome Read(HandoverStep.Read read, Actor who, DateTimeOffset now)
    {
        if (!Enum.IsDefined(read.Section))
        {
            return new HandoverOutcome.Refused("There is no such section.");
        }

        if (!ReadBy(who.Id).Contains(read.Section))
        {
            Keep(new HandoverTick(Head.Id, Head.Round, read.Section, who.Id!.Value, who.Name, now));
        }

        return new HandoverOutcome.Done();
    }

    private HandoverOutcome Say(MessageKind kind, string text, int most, Actor who, DateTimeOffset now, Guid? replyTo = null, HandoverSection? section = null)
    {
        if (Clean(text, most) is not { } words)
        {
            return new HandoverOutcome.Refused($"Say it in 1 to {most} characters.");
        }

        Keep(new HandoverMessage(Guid.CreateVersion7(now), Head.Id, Head.Round, kind, who.Id!.Value, who.Name, now) { ReplyTo = replyTo, Section = section, Text = words });
        return new HandoverOutcome.Done();
    }

    private HandoverOutcome Reply(MessageKind kind, Guid question, string text, Actor who, DateTimeOffset now) =>
        Papers.Messages.All(m => m.Id != question || m.Kind != MessageKind.Question)
            ? new HandoverOutcome.Refused("There is no such question.")
            : Say(kind, text, 1000, who, now, question);

    private HandoverOutcome ReadBack(HandoverStep.ReadBack back, Actor who, DateTimeOffset now) =>
        Unread(who).ToList() is { Count: > 0 } unread
            ? new HandoverOutcome.Refused(unread)
            : Say(MessageKind.ReadBack, back.Text, HandoverText.MaxLength, who, now);

    private HandoverOutcome Settle(MessageKind kind, string text, Actor who, DateTimeOffset now) => LastReadBack switch
    {
        null => new HandoverOutcome.Refused("Nothing was read back yet."),
        _ when ReadBackAnswer is { } answer => new HandoverOutcome.Refused($"{answer.Name} has answered it."),
        { } back => Say(kind, text, HandoverText.MaxLength, who, now, back.Id),
    };

    private HandoverOutcome Countersign(Actor who, DateTimeOffset now)
    {
        if (SignedOff?.AccountId == who.Id || Head.ReviewerId == who.Id || Is(who, HandoverParty.GoingOff))
        {
            return new HandoverOutcome.Refused("A third person countersigns: neither who goes off nor who comes on.");
        }

        if (Countersigned is { } there)
        {
            return new HandoverOutcome.Refused($"{there.Name} has countersigned.");
        }

        Keep(Signature(SignatureRole.Supervisor, who, now));
        return new HandoverOutcome.Done();
    }

    private HandoverOutcome Accept(Actor who, DateTimeOffset now)
    {
        if (Hindrances(who) is { Count: > 0 } reasons)
        {
            return new HandoverOutcome.Refused(reasons);
        }

        Head.Accept(who.Id!.Value, who.Name, now);
        Keep(Signature(SignatureRole.ComingOn, who, now));
        return new HandoverOutcome.Done();
    }

    private HandoverOutcome Reject(string reason)
    {
        if (Clean(reason, 1000) is not { } words)
        {
            return new HandoverOutcome.Refused("Say why it goes back.");
        }

        Head.PrepareAgain(HandoverState.Rejected, words);
        return new HandoverOutcome.Done();
    }
}
