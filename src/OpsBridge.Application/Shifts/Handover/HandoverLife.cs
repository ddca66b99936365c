using System.Collections.Frozen;

namespace OpsBridge.Shifts.Handover;

/// <summary>One row of <see cref="HandoverLife"/>.</summary>
/// <param name="From">The states in which it is possible.</param>
/// <param name="To">Where it leads; null where the state stays.</param>
/// <param name="By">Who may; any of them.</param>
public sealed record HandoverLifeRow(IReadOnlyList<HandoverState> From, HandoverState? To, IReadOnlyList<HandoverParty> By);

/// <summary>The life of a handover as data (features 4.3): from where each step is possible, where it leads, by whom.</summary>
public static class HandoverLife
{
    /// <summary>States in which those going off still write.</summary>
    public static IReadOnlyList<HandoverState> Writing { get; } = [HandoverState.Scheduled, HandoverState.Preparing, HandoverState.Rejected];

    /// <summary>States between the two signatures.</summary>
    public static IReadOnlyList<HandoverState> BetweenSignatures { get; } = [HandoverState.Prepared, HandoverState.Reviewing, HandoverState.ReadBack];

    /// <summary>States in which the record is sealed.</summary>
    public static IReadOnlyList<HandoverState> Sealed { get; } = [HandoverState.Accepted, HandoverState.Verified, HandoverState.Closed, HandoverState.Reopened];

    /// <summary>States before Accept: those going off answer for the desk.</summary>
    public static IReadOnlyList<HandoverState> Open { get; } = [.. Writing, .. BetweenSignatures];

    private static readonly HandoverState[] s_read = [HandoverState.Reviewing, HandoverState.ReadBack];
    private static readonly HandoverParty[] s_off = [HandoverParty.GoingOff];
    private static readonly HandoverParty[] s_on = [HandoverParty.ComingOn];
    private static readonly HandoverParty[] s_over = [HandoverParty.Supervisor];
    private static readonly HandoverParty[] s_overOrSelf = [HandoverParty.Supervisor, HandoverParty.Console];

    private static readonly FrozenDictionary<Type, HandoverLifeRow> s_rows = new Dictionary<Type, HandoverLifeRow>
    {
        [typeof(HandoverStep.Open)] = new([HandoverState.Scheduled], HandoverState.Preparing, [HandoverParty.GoingOff, HandoverParty.Supervisor, HandoverParty.Console]),
        [typeof(HandoverStep.Write)] = new(Writing, null, s_off),
        [typeof(HandoverStep.Decide)] = new(Writing, null, s_off),
        [typeof(HandoverStep.Sign)] = new([HandoverState.Preparing, HandoverState.Rejected], HandoverState.Prepared, s_off),
        [typeof(HandoverStep.Withdraw)] = new([HandoverState.Prepared], HandoverState.Preparing, s_off),
        [typeof(HandoverStep.Review)] = new([HandoverState.Prepared, HandoverState.Reviewing], HandoverState.Reviewing, s_on),
        [typeof(HandoverStep.Read)] = new(s_read, null, s_on),
        [typeof(HandoverStep.Ask)] = new(s_read, null, s_on),
        [typeof(HandoverStep.Answer)] = new(s_read, null, s_off),
        [typeof(HandoverStep.Waive)] = new(s_read, null, s_over),
        [typeof(HandoverStep.ReadBack)] = new(s_read, HandoverState.ReadBack, s_on),
        [typeof(HandoverStep.Confirm)] = new([HandoverState.ReadBack], null, s_off),
        [typeof(HandoverStep.Correct)] = new([HandoverState.ReadBack], null, s_off),
        [typeof(HandoverStep.Countersign)] = new(BetweenSignatures, null, s_over),
        [typeof(HandoverStep.Accept)] = new([HandoverState.ReadBack], HandoverState.Accepted, s_on),
        [typeof(HandoverStep.Reject)] = new(BetweenSignatures, HandoverState.Rejected, [HandoverParty.ComingOn, HandoverParty.Supervisor]),
        [typeof(HandoverStep.CrossCheck)] = new([HandoverState.Accepted], HandoverState.Verified, [HandoverParty.OnWatch]),
        [typeof(HandoverStep.Append)] = new([HandoverState.Accepted, HandoverState.Verified, HandoverState.Reopened], null, [HandoverParty.OnWatch, HandoverParty.ComingOn, HandoverParty.Supervisor]),
        [typeof(HandoverStep.Close)] = new([HandoverState.Accepted, HandoverState.Verified, HandoverState.Reopened], HandoverState.Closed, s_overOrSelf),
        [typeof(HandoverStep.Reopen)] = new([HandoverState.Accepted, HandoverState.Verified, HandoverState.Closed], HandoverState.Reopened, s_over),
        [typeof(HandoverStep.Lapse)] = new(Open, HandoverState.Lapsed, s_overOrSelf),
    }.ToFrozenDictionary();

    /// <summary>Every kind of step.</summary>
    public static IReadOnlyCollection<Type> Steps => s_rows.Keys;

    /// <summary>The row of a kind of step.</summary>
    public static HandoverLifeRow Of(Type step) => s_rows[step];

    /// <summary>The word of a state.</summary>
    public static string Word(HandoverState state) => state switch
    {
        HandoverState.ReadBack => "being read back",
        HandoverState.Prepared => "signed by those going off",
        _ => state.ToString().ToLowerInvariant(),
    };
}
