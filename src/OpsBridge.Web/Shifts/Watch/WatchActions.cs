using OpsBridge.Identity;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Shifts.Watch;

/// <summary>What a person can do about the watch from a page.</summary>
public interface IWatchActions
{
    /// <summary>Takes the watch of a desk.</summary>
    Task<ShiftAnswer> TakeAsync(Guid desk);

    /// <summary>Goes off watch.</summary>
    Task<ShiftAnswer> LeaveAsync(Guid desk);

    /// <summary>Asks a colleague to take over.</summary>
    Task<ShiftAnswer> OfferAsync(Guid desk, ReliefForm form);

    /// <summary>Takes the offer back, or declines it.</summary>
    Task<ShiftAnswer> WithdrawAsync(Guid desk);

    /// <summary>Takes over from who asked for it.</summary>
    Task<ShiftAnswer> RelieveAsync(Guid desk, IReadOnlyCollection<string> confirmed);

    /// <summary>Leaves the desk without anybody, in writing.</summary>
    Task<ShiftAnswer> GoUnstaffedAsync(Guid desk, UnstaffedForm form);

    /// <summary>Ends somebody's watch.</summary>
    Task<ShiftAnswer> EndAsync(Guid desk, Guid account, string reason);
}

/// <summary>The use cases behind the verbs.</summary>
public sealed record WatchVerbs(
    TakeWatch Take, LeaveWatch Leave, OfferRelief Offer, WithdrawRelief Withdraw, RelieveWatch Relieve, GoUnstaffed Unstaffed, EndSomebodysWatch End);

/// <inheritdoc cref="IWatchActions"/>
public sealed class WatchActions(WatchVerbs verbs, CurrentActor current, ViewerTime time) : IWatchActions
{
    private static readonly CancellationToken s_toTheEnd = CancellationToken.None; // a change that was begun is not given up by leaving the page

    /// <inheritdoc />
    public Task<ShiftAnswer> TakeAsync(Guid desk) => DeskAnswers.TryAsync(current, async actor => await verbs.Take.HandleAsync(desk, actor, s_toTheEnd) switch
    {
        TakeWatchResult.Done { Holds: true } done => ShiftAnswer.Ok(done.ShiftName is null ? "You are on watch and answer for the desk." : $"You are on watch for {done.ShiftName} and answer for the desk."),
        TakeWatchResult.Done done => ShiftAnswer.Ok($"You are on watch. {done.Holder} answers for the desk until it is handed over."),
        TakeWatchResult.AlreadyOn on => ShiftAnswer.No($"You have been on watch since {time.Show(on.Since)}."),
        TakeWatchResult.TooEarly early => ShiftAnswer.No($"Your shift is {early.ShiftName}. You can take the watch from {time.Show(early.From)}."),
        TakeWatchResult.NotYet first => ShiftAnswer.No(string.Join(' ', first.What)),
        _ => ShiftAnswer.No("There is no such desk any more."),
    });

    /// <inheritdoc />
    public Task<ShiftAnswer> LeaveAsync(Guid desk) => DeskAnswers.TryAsync(current, async actor => await verbs.Leave.HandleAsync(desk, actor, s_toTheEnd) switch
    {
        LeaveWatchResult.Done => ShiftAnswer.Ok("You are off watch."),
        LeaveWatchResult.HoldsDesk => ShiftAnswer.No("You answer for the desk. Hand it over, ask a colleague to take over, or leave it unstaffed in writing."),
        _ => ShiftAnswer.No("You were not on watch there."),
    });

    /// <inheritdoc />
    public Task<ShiftAnswer> OfferAsync(Guid desk, ReliefForm form) => DeskAnswers.TryAsync(current, async actor => await verbs.Offer.HandleAsync(desk, form, actor, s_toTheEnd) switch
    {
        OfferReliefResult.Done => ShiftAnswer.Ok("They are asked. Until they take over you answer for the desk."),
        OfferReliefResult.Invalid invalid => ShiftAnswer.Wrong(invalid.Errors),
        OfferReliefResult.NotYours other => ShiftAnswer.No(other.Holder is null ? "Nobody answers for the desk now." : $"{other.Holder} answers for the desk now."),
        _ => ShiftAnswer.Wrong(new Dictionary<string, string>(StringComparer.Ordinal) { [nameof(ReliefForm.ToId)] = "Choose a colleague who may stand watch." }),
    });

    /// <inheritdoc />
    public Task<ShiftAnswer> WithdrawAsync(Guid desk) => DeskAnswers.TryAsync(current, async actor =>
        await verbs.Withdraw.HandleAsync(desk, actor, s_toTheEnd) ? ShiftAnswer.Ok("Nothing has changed hands.") : ShiftAnswer.No("There was no offer any more."));

    /// <inheritdoc />
    public Task<ShiftAnswer> RelieveAsync(Guid desk, IReadOnlyCollection<string> confirmed) => DeskAnswers.TryAsync(current, async actor => await verbs.Relieve.HandleAsync(desk, confirmed, actor, s_toTheEnd) switch
    {
        RelieveWatchResult.Done done => ShiftAnswer.Ok($"You answer for the desk now. {done.Relieved} is relieved."),
        RelieveWatchResult.Unchecked missing => ShiftAnswer.No($"Still open: {missing.Point}."),
        _ => ShiftAnswer.No("The offer was taken back, or the desk has changed hands meanwhile."),
    });

    /// <inheritdoc />
    public Task<ShiftAnswer> GoUnstaffedAsync(Guid desk, UnstaffedForm form) => DeskAnswers.TryAsync(current, async actor => await verbs.Unstaffed.HandleAsync(desk, form, actor, s_toTheEnd) switch
    {
        GoUnstaffedResult.Done => ShiftAnswer.Ok($"The desk is unstaffed until {time.Show(form.Until)}. You are off watch."),
        GoUnstaffedResult.Invalid invalid => ShiftAnswer.Wrong(invalid.Errors),
        GoUnstaffedResult.OthersOn others => ShiftAnswer.No($"{string.Join(" and ", others.Who)} is on watch: ask them to take over instead."),
        _ => ShiftAnswer.No("You do not answer for the desk any more."),
    });

    /// <inheritdoc />
    public Task<ShiftAnswer> EndAsync(Guid desk, Guid account, string reason) => DeskAnswers.TryAsync(current, async actor => await verbs.End.HandleAsync(desk, account, reason, actor, s_toTheEnd) switch
    {
        EndWatchResult.Done { DeskUnheld: true } => ShiftAnswer.Ok("Their watch is ended. Nobody answers for the desk now."),
        EndWatchResult.Done => ShiftAnswer.Ok("Their watch is ended."),
        EndWatchResult.NoReason => ShiftAnswer.Wrong(new Dictionary<string, string>(StringComparer.Ordinal) { ["reason"] = "Say why, in 3 to 500 characters." }),
        _ => ShiftAnswer.No("They were not on watch any more."),
    });
}
