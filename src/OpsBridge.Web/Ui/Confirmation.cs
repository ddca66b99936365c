namespace OpsBridge.Ui;

/// <summary>Asks once before destructive work, naming what it will touch. One per circuit; <see cref="ConfirmDialog"/> in the layout shows it.</summary>
public sealed class Confirmation
{
    private TaskCompletionSource<bool>? _answer;

    /// <summary>Raised when a question appears or goes.</summary>
    public event EventHandler? Changed;

    /// <summary>The open question, if any.</summary>
    public ConfirmQuestion? Question { get; private set; }

    /// <summary>Shows the question and waits for the answer. An earlier open question is answered with no.</summary>
    public Task<bool> AskAsync(ConfirmQuestion question)
    {
        _answer?.TrySetResult(false);
        _answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Question = question;
        Changed?.Invoke(this, EventArgs.Empty);
        return _answer.Task;
    }

    /// <summary>Answers the open question.</summary>
    public void Answer(bool yes)
    {
        Question = null;
        _answer?.TrySetResult(yes);
        _answer = null;
        Changed?.Invoke(this, EventArgs.Empty);
    }
}

/// <summary>A question before destructive work.</summary>
/// <param name="Title">The question: "Close 4 alerts?".</param>
/// <param name="Action">Word on the button: "Close 4 alerts".</param>
/// <param name="Text">What happens, and whether it can be undone.</param>
/// <param name="Touched">Names of what it will touch.</param>
/// <param name="Danger">The button is in the colour of danger.</param>
public sealed record ConfirmQuestion(string Title, string Action, string? Text = null, IReadOnlyList<string>? Touched = null, bool Danger = true);
