using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using OpsBridge.Ui;

namespace OpsBridge.Alerts;

/// <summary>The verbs of one alert.</summary>
public sealed partial class AlertButtons : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private readonly string _noteId = $"note{Guid.CreateVersion7():N}";
    private AlertAnswer? _answer;
    private Ask? _ask;
    private string? _text;
    private string? _error;
    private bool _focus;
    private long _shown;

    private enum Ask
    {
        Acknowledge,
        Note,
    }

    /// <summary>The alert.</summary>
    [Parameter, EditorRequired] public AlertRow Row { get; set; } = default!;

    /// <summary>Whether the viewer's role allows more than looking. The use cases ask again.</summary>
    [Parameter] public bool MayHandle { get; set; }

    /// <summary>Called after an action, so that the page reads again at once.</summary>
    [Parameter] public EventCallback OnDone { get; set; }

    [Inject] private IAlertActions Actions { get; set; } = default!;

    [Inject] private BrowserScripts Scripts { get; set; } = default!;

    private bool IsClosed => Row.State == AlertState.Closed;

    private bool CanAcknowledge => Row.State is AlertState.Unacknowledged or AlertState.ReturnedUnacknowledged;

    private string? AcknowledgeTitle => Row.State == AlertState.Acknowledged ? $"{Row.AcknowledgedBy} acknowledged it" : null;

    /// <summary>Gives up what is under way.</summary>
    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (Row.Id != _shown)
        {
            (_shown, _answer) = (Row.Id, null); // an answer belongs to the alert it was given on
        }
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focus)
        {
            _focus = false;
            await Task.Yield(); // the dialog below opens in the same round, after this component
            await Scripts.TellAsync("console", "focus", _noteId);
        }
    }

    private Task AcknowledgeAsync(string? note) => RunAsync(() => Actions.AcknowledgeAsync(Row, note, _gone.Token));

    private Task TakeAsync() => RunAsync(() => Actions.TakeAsync(Row, _gone.Token));

    private Task CloseAsync() => RunAsync(() => Actions.CloseAsync(Row, null, _gone.Token));

    private async Task RunAsync(Func<Task<AlertAnswer>> act)
    {
        var about = Row.Id;
        var answer = await act();
        if (Row.Id == about)
        {
            _answer = answer;
        }

        await OnDone.InvokeAsync();
    }

    private void AskAsync(Ask what) => (_ask, _text, _error, _focus) = (what, "", null, true);

    private void Dismiss() => _ask = null;

    private Task DialogKeyAsync(KeyboardEventArgs key) => key is { Key: "Enter", CtrlKey: true } ? SaveAsync() : Task.CompletedTask;

    private async Task SaveAsync()
    {
        var what = _ask;
        if (what == Ask.Note && string.IsNullOrWhiteSpace(_text))
        {
            _error = "Write 1 to 4000 characters.";
            return;
        }

        var text = _text ?? "";
        _ask = null;
        await (what switch
        {
            Ask.Acknowledge => AcknowledgeAsync(text),
            Ask.Note => RunAsync(() => Actions.NoteAsync(Row, text, _gone.Token)),
            _ => Task.CompletedTask,
        });
    }
}
