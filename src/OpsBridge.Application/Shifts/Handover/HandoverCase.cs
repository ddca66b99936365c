using OpsBridge.Identity;
using OpsBridge.Shifts.Watch;

namespace OpsBridge.Shifts.Handover;

/// <summary>What a handover is decided in the light of; read in the transaction of the step.</summary>
public sealed record HandoverSurroundings
{
    /// <summary>Who is on watch at the desk.</summary>
    public IReadOnlyList<WatchSpell> OnWatch { get; init; } = [];

    /// <summary>Who is on watch at another desk, and keeps what they own when they go off this one.</summary>
    public IReadOnlySet<Guid> Elsewhere { get; init; } = new HashSet<Guid>();

    /// <summary>The facts as they are.</summary>
    public FactBook Facts { get; init; } = FactBook.Empty;

    /// <summary>Everything open that those own who go off every watch.</summary>
    public IReadOnlyList<Belonging> Belongings { get; init; } = [];

    /// <summary>Everybody who may stand watch, by account.</summary>
    public IReadOnlyDictionary<Guid, string> People { get; init; } = new Dictionary<Guid, string>();

    /// <summary>When a person last left a watch before this one (UTC); no entry for one who never stood one.</summary>
    public IReadOnlyDictionary<Guid, DateTimeOffset> LastWatch { get; init; } = new Dictionary<Guid, DateTimeOffset>();
}

/// <summary>
/// A handover with its papers and surroundings: decides every step, pure, without clock or database. What it adds is in
/// <see cref="Added"/> for the caller to store.
/// </summary>
public sealed partial class HandoverCase(WatchHandover head, HandoverPapers papers, HandoverSurroundings around)
{
    private readonly List<object> _added = [];

    /// <summary>The head.</summary>
    public WatchHandover Head { get; } = head;

    /// <summary>The papers.</summary>
    public HandoverPapers Papers { get; } = papers;

    /// <summary>The surroundings.</summary>
    public HandoverSurroundings Around { get; } = around;

    /// <summary>Rows that the steps added, in order.</summary>
    public IReadOnlyList<object> Added => _added;

    /// <summary>Those on watch who leave it on Accept: who answers for the desk, and who stands the shift that ends.</summary>
    public IEnumerable<WatchSpell> GoingOff =>
        Around.OnWatch.Where(s => s.Holds || (s.ShiftId is { } shift && shift == Head.OutgoingShiftId));

    /// <summary>Those going off who are on watch nowhere else afterwards: nothing open is theirs then.</summary>
    public IEnumerable<WatchSpell> GoingHome => GoingOff.Where(s => !Around.Elsewhere.Contains(s.AccountId));

    /// <summary>Decides, and does it when it is possible.</summary>
    public HandoverOutcome Take(HandoverStep step, Actor who, DateTimeOffset at)
    {
        var now = WatchHandover.Exact(at);
        var row = HandoverLife.Of(step.GetType());
        if (!row.From.Contains(Head.State))
        {
            return new HandoverOutcome.Refused(OutOfTurn(step));
        }

        if (!row.By.Any(party => Is(who, party)))
        {
            return new HandoverOutcome.Refused(NotTheirs(row.By, who));
        }

        var outcome = Apply(step, who, now);
        if (outcome is HandoverOutcome.Done && row.To is { } to && Head.State != to)
        {
            Head.Enter(to);
        }

        return outcome;
    }

    /// <summary>Whether somebody has that hand in it.</summary>
    public bool Is(Actor who, HandoverParty party) => party switch
    {
        HandoverParty.GoingOff => who.May(Permissions.StandWatch) && GoingOff.Any(s => s.AccountId == who.Id),
        HandoverParty.ComingOn => who.Id is not null && who.May(Permissions.StandWatch) && GoingOff.All(s => s.AccountId != who.Id),
        HandoverParty.OnWatch => who.May(Permissions.StandWatch) && Around.OnWatch.Any(s => s.AccountId == who.Id),
        HandoverParty.Supervisor => who.Id is not null && who.May(Permissions.OverseeHandovers),
        _ => who.Id is null,
    };

    private HandoverOutcome Apply(HandoverStep step, Actor who, DateTimeOffset now) => step switch
    {
        HandoverStep.Open => Do(() => Head.Open(now)),
        HandoverStep.Write write => Write(write, who, now),
        HandoverStep.Decide decide => Decide(decide, who, now),
        HandoverStep.Sign => Sign(who, now),
        HandoverStep.Withdraw => Do(() => Head.PrepareAgain(HandoverState.Preparing, null)),
        HandoverStep.Review review => Review(review, who, now),
        HandoverStep.Read read => Read(read, who, now),
        HandoverStep.Ask ask => Say(MessageKind.Question, ask.Text, 1000, who, now, section: ask.Section),
        HandoverStep.Answer answer => Reply(MessageKind.Answer, answer.Question, answer.Text, who, now),
        HandoverStep.Waive waive => Reply(MessageKind.Waiver, waive.Question, waive.Reason, who, now),
        HandoverStep.ReadBack back => ReadBack(back, who, now),
        HandoverStep.Confirm => Settle(MessageKind.Confirmation, "confirmed", who, now),
        HandoverStep.Correct correct => Settle(MessageKind.Correction, correct.Text, who, now),
        HandoverStep.Countersign => Countersign(who, now),
        HandoverStep.Accept => Accept(who, now),
        HandoverStep.Reject reject => Reject(reject.Reason),
        HandoverStep.CrossCheck check => Add(check.Discrepancies is null ? AdditionKind.Verified : AdditionKind.Discrepancy, check.Discrepancies ?? "as written", who, now),
        HandoverStep.Append append => Add(AdditionKind.Correction, append.Text, who, now),
        HandoverStep.Close => Add(AdditionKind.Closed, Head.State == HandoverState.Accepted ? "closed without a cross-check" : "closed", who, now),
        HandoverStep.Reopen reopen => Add(AdditionKind.Reopened, reopen.Reason, who, now),
        HandoverStep.Lapse lapse => Blank(lapse.Reason) ? new HandoverOutcome.Refused("Say why.") : new HandoverOutcome.Done(),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    /// <summary>Adds to a sealed record: chained to what is there.</summary>
    internal HandoverOutcome Add(AdditionKind kind, string text, Actor who, DateTimeOffset now)
    {
        if (Clean(text, HandoverText.MaxLength) is not { } words)
        {
            return new HandoverOutcome.Refused($"Say it in 1 to {HandoverText.MaxLength} characters.");
        }

        var previous = Papers.Additions.Count > 0 ? Papers.Additions[^1].Hash : Papers.Record!.Hash;
        var bare = new HandoverAddition(Head.Id, Papers.Additions.Count + 1, kind, words, who.Id, who.Name, now) { Hash = "" };
        Keep(bare with { Hash = HandoverSeal.Of(previous, HandoverSeal.Canonical(bare)) });
        return new HandoverOutcome.Done();
    }

    private void Keep(object paper)
    {
        Papers.Take(paper);
        _added.Add(paper);
    }

    private static HandoverOutcome.Done Do(Action change)
    {
        change();
        return new HandoverOutcome.Done();
    }

    private string OutOfTurn(HandoverStep step) => step switch
    {
        HandoverStep.Accept when Head.State is HandoverState.Accepted or HandoverState.Verified or HandoverState.Closed => $"{Head.Reviewer} has accepted it.",
        HandoverStep.Accept when Head.State is HandoverState.Reviewing => "Read the top risks back first.",
        HandoverStep.Write or HandoverStep.Decide when HandoverLife.BetweenSignatures.Contains(Head.State) => "It is signed. Take the signature back to change something.",
        _ => $"This handover is {HandoverLife.Word(Head.State)}.",
    };

    private static string NotTheirs(IReadOnlyList<HandoverParty> by, Actor who) => by[0] switch
    {
        HandoverParty.GoingOff => $"{who.Name} does not go off this watch; only those going off can do that.",
        HandoverParty.ComingOn => $"{who.Name} goes off this watch; somebody coming on must do that.",
        HandoverParty.OnWatch => $"{who.Name} is not on watch at this desk.",
        _ => "Only a supervisor can do that.",
    };

    private static bool Blank(string? text) => string.IsNullOrWhiteSpace(text);

    private static string? Clean(string? text, int most) =>
        text?.Replace('\0', ' ').Trim() is { Length: > 0 } words && words.Length <= most ? words : null;
}
