using Npgsql;
using OpsBridge.Alerts.Handling;
using OpsBridge.Identity;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Alerts;

/// <summary>What an operator can do to alerts from a page; every answer is in words, also when the database is away.</summary>
public interface IAlertActions
{
    /// <summary>Does one thing to one or many alerts, with one comment, in one transaction.</summary>
    Task<AlertAnswer> DoAsync(IReadOnlyList<AlertRow> rows, AlertVerb verb, string? comment, CancellationToken ct);

    /// <summary>Takes an action of the viewer back.</summary>
    /// <param name="actionId">From <see cref="AlertAnswer.ActionId"/>.</param>
    /// <param name="ct">Gives up.</param>
    Task<AlertAnswer> UndoAsync(Guid actionId, CancellationToken ct);

    /// <summary>Whom an alert can be given to; empty when the database does not answer.</summary>
    Task<IReadOnlyList<Colleague>> ColleaguesAsync(CancellationToken ct);
}

/// <summary>The use cases behind the verbs.</summary>
public sealed record AlertVerbs(HandleAlerts Handle, UndoAlertAction Undo, IColleagueList Colleagues);

/// <inheritdoc cref="IAlertActions"/>
public sealed class AlertActions(AlertVerbs verbs, CurrentActor current, ViewerTime time) : IAlertActions
{
    /// <inheritdoc />
    public Task<AlertAnswer> DoAsync(IReadOnlyList<AlertRow> rows, AlertVerb verb, string? comment, CancellationToken ct) => TryAsync(async actor =>
    {
        var order = new AlertOrder([.. rows.Select(r => r.Id)], verb, comment);
        return await verbs.Handle.HandleAsync(order, actor, ct) switch
        {
            HandleResult.Handled { Alerts.Count: 1 } one => AlertWords.Of(one.Alerts[0].Outcome, verb, actor.Name, time) with { ActionId = ActionOf(one, verb) },
            HandleResult.Handled many => AlertWords.Of(many.Alerts, verb, actor.Name) with { ActionId = ActionOf(many, verb) },
            var refused => new(((HandleResult.Invalid)refused).Reason, "warning"),
        };
    });

    /// <inheritdoc />
    public Task<AlertAnswer> UndoAsync(Guid actionId, CancellationToken ct) =>
        TryAsync(async actor => AlertWords.Of(await verbs.Undo.HandleAsync(actionId, actor, ct)));

    /// <inheritdoc />
    public async Task<IReadOnlyList<Colleague>> ColleaguesAsync(CancellationToken ct)
    {
        try
        {
            return await verbs.Colleagues.HoldingAsync(Permissions.HandleAlerts, await current.GetAsync(), ct);
        }
        catch (Exception exception) when (exception is PermissionDeniedException || IsDatabase(exception))
        {
            return [];
        }
    }

    private static Guid? ActionOf(HandleResult.Handled handled, AlertVerb verb) => verb.Undoable && handled.Done > 0 ? handled.ActionId : null;

    private async Task<AlertAnswer> TryAsync(Func<Actor, Task<AlertAnswer>> act)
    {
        try
        {
            return await act(await current.GetAsync());
        }
        catch (PermissionDeniedException)
        {
            return new("Your role does not allow this. Ask an administrator.", "warning");
        }
        catch (Exception exception) when (IsDatabase(exception))
        {
            return new("The database does not answer. Look at the alert again when it does: it may or may not have been saved.", "critical");
        }
    }

    private static bool IsDatabase(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is NpgsqlException or TimeoutException)
            {
                return true;
            }
        }

        return false;
    }
}
