using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using OpsBridge.Ui;

namespace OpsBridge.Alerts;

/// <summary>The search box of a triage screen.</summary>
public sealed partial class MatcherBox : IDisposable
{
    private const string SearchId = "alert-search";
    private const string ListId = "alert-search-offers";
    private static readonly TimeSpan s_typingPause = TimeSpan.FromMilliseconds(150);
    private readonly Queue<string> _sent = new();
    private CancellationTokenSource? _typing;
    private IReadOnlyList<Completion> _offers = [];
    private string _text = "";
    private string _given = "";
    private bool _open;
    private int _at = -1;

    /// <summary>What is searched for.</summary>
    [Parameter, EditorRequired] public string Text { get; set; } = "";

    /// <summary>Called with the new text when the typing pauses.</summary>
    [Parameter] public EventCallback<string> TextChanged { get; set; }

    /// <summary>The board, whose names and values are offered.</summary>
    [Parameter] public AlertBoardView View { get; set; } = AlertBoardView.Empty;

    /// <summary>What can be typed, while nothing is.</summary>
    [Parameter] public string Example { get; set; } = "Words, or site=\"Zurich DC\"";

    /// <summary>Id of the element that says what is found or wrong.</summary>
    [Parameter] public string? Described { get; set; }

    [Inject] private LabelIndex Labels { get; set; } = default!;

    [Inject] private BrowserScripts Scripts { get; set; } = default!;

    [Inject] private TimeProvider Clock { get; set; } = default!;

    private bool IsOpen => _open && _offers.Count > 0;

    /// <summary>Forgets what was being typed.</summary>
    public void Dispose()
    {
        _typing?.Cancel();
        _typing?.Dispose();
    }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        // The input keeps its own text: an answer to earlier letters, or a page that draws before it has heard the latest, must
        // not take later letters back. Only a text that was not typed here (a view, the address) replaces it.
        if (Text == _given)
        {
            return;
        }

        _given = Text;
        if (_sent.Contains(Text))
        {
            while (_sent.Dequeue() != Text)
            {
                // Answers that were overtaken never come.
            }

            return;
        }

        _sent.Clear();
        _text = Text;
    }

    private void Suggest()
    {
        (_offers, _open, _at) = (Completions.For(_text, View, Labels), true, -1);
    }

    private async Task TypeAsync(string? text)
    {
        _text = text ?? "";
        Suggest();
        Dispose();
        _typing = new CancellationTokenSource();
        var newer = _typing.Token;
        try
        {
            await Task.Delay(s_typingPause, Clock, newer);
            await SendAsync();
        }
        catch (OperationCanceledException) when (newer.IsCancellationRequested)
        {
            // The operator typed on.
        }
    }

    private async Task SendAsync()
    {
        _sent.Enqueue(_text);
        await TextChanged.InvokeAsync(_text);
    }

    private async Task TakeAsync(Completion offer)
    {
        _text = offer.Text;
        Suggest();
        await SendAsync();
    }

    private async Task KeyAsync(KeyboardEventArgs key)
    {
        switch (key.Key)
        {
            case "ArrowDown" when IsOpen:
                _at = Math.Min(_at + 1, _offers.Count - 1);
                break;
            case "ArrowUp" when IsOpen:
                _at = Math.Max(-1, _at - 1);
                break;
            case "Enter" when IsOpen && _at >= 0 && _at < _offers.Count:
                await TakeAsync(_offers[_at]);
                break;
            case "Enter":
                _open = false;
                await SendAsync();
                await Scripts.TellAsync("console", "focusGrid"); // on with the rows, by key
                break;
            case "Escape":
                _open = false;
                break;
            default:
                break;
        }
    }
}
