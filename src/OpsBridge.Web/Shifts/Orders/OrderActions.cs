using OpsBridge.Identity;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Shifts.Orders;

/// <summary>What a person can do about standing orders and before a watch; every answer is in words, also when the database is away.</summary>
public interface IOrderActions
{
    /// <summary>Issues one, or a new version.</summary>
    Task<OrderAnswer> SaveAsync(Guid? id, int seen, OrderDetails details);

    /// <summary>Takes one back.</summary>
    Task<OrderAnswer> WithdrawAsync(Guid id);

    /// <summary>"Read and understood".</summary>
    Task<OrderAnswer> ConfirmAsync(Guid id, int seen);

    /// <summary>"I know what happened since I last stood watch".</summary>
    Task<OrderAnswer> ConfirmDigestAsync(Guid desk, DateTimeOffset until);
}

/// <summary>How it went.</summary>
/// <param name="Done">Stored.</param>
/// <param name="Text">One or two sentences; null where the fields say it.</param>
/// <param name="Errors">Plain words by field of <see cref="OrderDetails"/>.</param>
public sealed record OrderAnswer(bool Done, string? Text, IReadOnlyDictionary<string, string> Errors)
{
    /// <summary>An answer in words.</summary>
    public static OrderAnswer Of(bool done, string text) => new(done, text, new Dictionary<string, string>(StringComparer.Ordinal));
}

/// <summary>The use cases behind the verbs.</summary>
public sealed record OrderVerbs(SaveOrder Save, WithdrawOrder Withdraw, ConfirmOrder Confirm, ConfirmDigest ConfirmDigest);

/// <inheritdoc cref="IOrderActions"/>
public sealed class OrderActions(OrderVerbs verbs, CurrentActor current, ViewerTime time) : IOrderActions
{
    private static readonly CancellationToken s_toTheEnd = CancellationToken.None; // what was begun is not given up by leaving the page

    /// <inheritdoc />
    public Task<OrderAnswer> SaveAsync(Guid? id, int seen, OrderDetails details) => TryAsync(async actor =>
        await verbs.Save.HandleAsync(id, seen, details, actor, s_toTheEnd) switch
        {
            SaveOrderResult.Done { Number: 1 } => OrderAnswer.Of(true, "Issued. Everybody concerned is asked to confirm it."),
            SaveOrderResult.Done done => OrderAnswer.Of(true, $"Version {done.Number} is issued and must be confirmed anew."),
            SaveOrderResult.Stale stale => OrderAnswer.Of(false, $"{stale.By} changed this order while you were editing. Open it again; nothing of yours is stored yet."),
            SaveOrderResult.Withdrawn gone => OrderAnswer.Of(false, $"{gone.By} withdrew this order meanwhile. Issue a new one."),
            SaveOrderResult.Invalid invalid => new OrderAnswer(false, null, invalid.Errors),
            _ => OrderAnswer.Of(false, "There is no such order."),
        });

    /// <inheritdoc />
    public Task<OrderAnswer> WithdrawAsync(Guid id) => TryAsync(async actor =>
        await verbs.Withdraw.HandleAsync(id, null, actor, s_toTheEnd) switch
        {
            WithdrawOrderResult.Done => OrderAnswer.Of(true, "Withdrawn. It stays readable."),
            WithdrawOrderResult.AlreadyWithdrawn gone => OrderAnswer.Of(false, $"{gone.By} withdrew it before."),
            _ => OrderAnswer.Of(false, "There is no such order."),
        });

    /// <inheritdoc />
    public Task<OrderAnswer> ConfirmAsync(Guid id, int seen) => TryAsync(async actor =>
        await verbs.Confirm.HandleAsync(id, seen, actor, s_toTheEnd) switch
        {
            ConfirmOrderResult.Done => OrderAnswer.Of(true, $"Confirmed by {actor.Name} at {time.Show(time.Now)}."),
            ConfirmOrderResult.AlreadyConfirmed => OrderAnswer.Of(true, "You confirmed it before."),
            ConfirmOrderResult.Newer newer => OrderAnswer.Of(false, $"Version {newer.Number} has been issued meanwhile. Read that one."),
            ConfirmOrderResult.Withdrawn => OrderAnswer.Of(false, "It was withdrawn meanwhile."),
            _ => OrderAnswer.Of(false, "There is no such order."),
        });

    /// <inheritdoc />
    public Task<OrderAnswer> ConfirmDigestAsync(Guid desk, DateTimeOffset until) => TryAsync(async actor =>
        await verbs.ConfirmDigest.HandleAsync(desk, until, actor, s_toTheEnd) switch
        {
            ConfirmDigestResult.Done => OrderAnswer.Of(true, "Confirmed. You can take the watch now."),
            ConfirmDigestResult.Outdated => OrderAnswer.Of(false, "This was read too long ago. Read it again as it is now."),
            _ => OrderAnswer.Of(false, "There is no such desk."),
        });

    private async Task<OrderAnswer> TryAsync(Func<Actor, Task<OrderAnswer>> act)
    {
        try
        {
            return await act(await current.GetAsync());
        }
        catch (PermissionDeniedException)
        {
            return OrderAnswer.Of(false, "Your role does not allow this. Ask a supervisor.");
        }
        catch (Exception exception) when (SessionCheck.IsOutage(exception))
        {
            return OrderAnswer.Of(false, "The database does not answer. Nothing was stored; try again in a moment.");
        }
    }
}
