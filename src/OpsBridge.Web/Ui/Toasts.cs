namespace OpsBridge.Ui;

/// <summary>Short answers to what the operator just did, read out politely and gone after a few seconds. One per circuit.</summary>
public sealed class Toasts(TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan s_shown = TimeSpan.FromSeconds(7);
    private readonly CancellationTokenSource _gone = new();
    private readonly Lock _lock = new();
    private List<Toast> _current = [];

    /// <summary>Raised when the messages change, on any thread.</summary>
    public event EventHandler? Changed;

    /// <summary>Messages now shown, oldest first, at most four.</summary>
    public IReadOnlyList<Toast> Current => _current;

    /// <summary>Says what happened: "It is yours."</summary>
    /// <param name="text">One sentence.</param>
    /// <param name="tone">ok, info, warning or critical. A critical message stays until it is closed.</param>
    /// <param name="actionText">Word of an action, usually "Undo".</param>
    /// <param name="action">What the action does.</param>
    public void Say(string text, string tone = "ok", string? actionText = null, Func<Task>? action = null)
    {
        var toast = new Toast(Guid.CreateVersion7(), text, tone, actionText, action);
        Replace(list => [.. list.TakeLast(3), toast]);
        if (tone != "critical")
        {
            _ = CloseLaterAsync(toast);
        }
    }

    /// <summary>Takes a message away.</summary>
    public void Close(Toast toast) => Replace(list => [.. list.Where(t => t.Id != toast.Id)]);

    /// <summary>Stops the timers.</summary>
    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    private async Task CloseLaterAsync(Toast toast)
    {
        try
        {
            await Task.Delay(s_shown, clock, _gone.Token);
            Close(toast);
        }
        catch (OperationCanceledException)
        {
            // The circuit has ended; nobody reads the message.
        }
    }

    private void Replace(Func<List<Toast>, List<Toast>> change)
    {
        lock (_lock)
        {
            _current = change(_current);
        }
        Changed?.Invoke(this, EventArgs.Empty);
    }
}

/// <summary>One message of <see cref="Toasts"/>.</summary>
public sealed record Toast(Guid Id, string Text, string Tone, string? ActionText, Func<Task>? Action);
