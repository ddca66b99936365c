using OpsBridge.Alerts.Handling;
using OpsBridge.Ui;

namespace OpsBridge.Alerts;

/// <summary>The viewer's last action on alerts, for the Undo of a message and for its key. One per circuit.</summary>
public sealed class UndoMemory(IAlertActions actions, Toasts toasts, TimeProvider clock)
{
    private (Guid Action, DateTimeOffset At)? _last;

    /// <summary>Whether there is something that can still be undone.</summary>
    public bool CanUndo => _last is { } last && clock.GetUtcNow() - last.At < UndoAlertAction.Window;

    /// <summary>Keeps the action of an answer that is shown elsewhere.</summary>
    public void Remember(AlertAnswer answer)
    {
        if (answer.ActionId is { } action)
        {
            _last = (action, clock.GetUtcNow());
        }
    }

    /// <summary>Shows an answer as a message, with Undo where there is something to undo.</summary>
    public void Say(AlertAnswer answer)
    {
        Remember(answer);
        if (answer.ActionId is { } action)
        {
            toasts.Say(answer.Text, answer.Tone, "Undo", () => UndoAndSayAsync(action));
        }
        else
        {
            toasts.Say(answer.Text, answer.Tone);
        }
    }

    /// <summary>Takes the last action back and shows what became of it.</summary>
    public Task UndoLastAsync()
    {
        if (CanUndo && _last is { } last)
        {
            return UndoAndSayAsync(last.Action);
        }

        toasts.Say("There is nothing to undo.", "info");
        return Task.CompletedTask;
    }

    /// <summary>Takes an action back.</summary>
    public Task<AlertAnswer> UndoAsync(Guid action)
    {
        if (_last?.Action == action)
        {
            _last = null;
        }

        return actions.UndoAsync(action, CancellationToken.None);
    }

    private async Task UndoAndSayAsync(Guid action)
    {
        var answer = await UndoAsync(action);
        toasts.Say(answer.Text, answer.Tone);
    }
}
