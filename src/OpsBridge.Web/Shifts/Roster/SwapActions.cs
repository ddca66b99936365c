using OpsBridge.SignIn;

namespace OpsBridge.Shifts.Roster;

/// <summary>What a person can do about swaps from a page.</summary>
public interface ISwapActions
{
    /// <summary>Offers one of one's shifts.</summary>
    Task<ShiftAnswer> OfferAsync(Guid given, Guid to, Guid? inReturn);

    /// <summary>Accepts, or ends it: declines or withdraws.</summary>
    Task<ShiftAnswer> AnswerAsync(Guid swap, bool accept);

    /// <summary>Approves or declines as a supervisor.</summary>
    Task<ShiftAnswer> DecideAsync(Guid swap, bool approve);
}

/// <summary>The use cases behind the verbs.</summary>
public sealed record SwapVerbs(OfferSwap Offer, AnswerSwap Answer, DecideSwap Decide);

/// <inheritdoc cref="ISwapActions"/>
public sealed class SwapActions(SwapVerbs verbs, CurrentActor current) : ISwapActions
{
    private static readonly CancellationToken s_toTheEnd = CancellationToken.None; // a change that was begun is not given up by leaving the page

    /// <inheritdoc />
    public Task<ShiftAnswer> OfferAsync(Guid given, Guid to, Guid? inReturn) =>
        DeskAnswers.TryAsync(current, async actor => Words(await verbs.Offer.HandleAsync(given, to, inReturn, actor, s_toTheEnd)));

    /// <inheritdoc />
    public Task<ShiftAnswer> AnswerAsync(Guid swap, bool accept) =>
        DeskAnswers.TryAsync(current, async actor => Words(await verbs.Answer.HandleAsync(swap, accept, actor, s_toTheEnd)));

    /// <inheritdoc />
    public Task<ShiftAnswer> DecideAsync(Guid swap, bool approve) =>
        DeskAnswers.TryAsync(current, async actor => Words(await verbs.Decide.HandleAsync(swap, approve, actor, s_toTheEnd)));

    private static ShiftAnswer Words(SwapAnswer answer) => answer switch
    {
        SwapAnswer.Done { State: SwapState.Offered } => ShiftAnswer.Ok("Offered. Nothing changes before your colleague accepts and a supervisor approves."),
        SwapAnswer.Done { State: SwapState.Accepted } => ShiftAnswer.Ok("Accepted. A supervisor decides."),
        SwapAnswer.Done { State: SwapState.Approved } => ShiftAnswer.Ok("Approved. The roster is changed."),
        SwapAnswer.Done done => ShiftAnswer.Ok($"The swap is {done.State.ToString().ToLowerInvariant()}."),
        SwapAnswer.Refused no => ShiftAnswer.No(no.Why),
        _ => ShiftAnswer.No("There is no such swap any more."),
    };
}
