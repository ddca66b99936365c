using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Options;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Shifts.LogBook;

/// <summary>The dialog behind the key "i" and behind every pin.</summary>
public sealed partial class QuickLog
{
    private static readonly Segment[] s_kinds = [new(nameof(LogEntryKind.Log), "Log"), new(nameof(LogEntryKind.Ongoing), "Ongoing"), new(nameof(LogEntryKind.Case), "Case")];
    private IReadOnlyDictionary<string, string> _errors = new Dictionary<string, string>(StringComparer.Ordinal);
    private IReadOnlyList<Segment> _desks = [];
    private IReadOnlyList<IBrowserFile> _files = [];
    private EntrySubject? _subject;
    private PinWish? _pin;
    private LogEntryKind _kind;
    private DateTimeOffset? _at;
    private string? _text;
    private string? _tags;
    private string? _desk;
    private string? _problem;
    private bool _open;
    private bool _more;
    private bool _busy;
    private bool _focus;

    [Inject] private QuickEntry Quick { get; set; } = default!;

    [Inject] private ILogActions Actions { get; set; } = default!;

    [Inject] private ILogBook Book { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private BrowserScripts Scripts { get; set; } = default!;

    [Inject] private Toasts Toasts { get; set; } = default!;

    [Inject] private IOptions<LogBookOptions> Options { get; set; } = default!;

    private string KindHint => _kind switch
    {
        LogEntryKind.Ongoing => "Carried from shift to shift until somebody closes it.",
        LogEntryKind.Case => "A thread of answers until somebody closes it.",
        _ => "Locks with the shift.",
    };

    private string FileWords => _files.Count == 0
        ? $"Pictures, texts, PDF, archives; {LogWording.Bytes(Options.Value.AttachmentLimit)} each."
        : string.Join(", ", _files.Select(f => $"{f.Name} ({LogWording.Bytes(f.Size)})"));

    /// <summary>Stops listening.</summary>
    public void Dispose() => Quick.Opener = null;

    /// <inheritdoc />
    protected override void OnInitialized() => Quick.Opener = wish => InvokeAsync(() => OpenAsync(wish));

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focus)
        {
            _focus = false;
            await Task.Yield(); // the dialog opens in the same round, after this component
            await Scripts.TellAsync("console", "focus", "log-text");
        }
    }

    private Task KeyAsync(KeyboardEventArgs key) => key is { Key: "Enter", CtrlKey: true } ? SaveAsync() : Task.CompletedTask;

    private string? Error(string field) => _errors.GetValueOrDefault(field);

    private Task OpenHere() => OpenAsync(new EntryWish(Quick.Subject));

    private async Task OpenAsync(EntryWish wish)
    {
        // What was typed for the same thing and not sent is still there: nobody loses a sentence to a wrong key.
        if (wish.Subject != _subject || wish.Pin != _pin)
        {
            Clear();
        }

        (_subject, _pin, _open) = (wish.Subject, wish.Pin, true);
        _focus = true;
        StateHasChanged();
        try
        {
            _desks = [.. (await Book.DesksAsync(await Current.GetAsync(), CancellationToken.None)).Select(d => new Segment(d.Id.ToString(), d.Name))];
        }
        catch (Exception exception) when (SessionCheck.IsOutage(exception))
        {
            _desks = []; // the desk is then where the author stands watch
        }

        StateHasChanged();
    }

    private void Leave() => _open = false;

    private void Clear()
    {
        (_text, _tags, _at, _kind, _files, _more, _problem) = (null, null, null, LogEntryKind.Log, [], false, null);
        _errors = new Dictionary<string, string>(StringComparer.Ordinal);
    }

    private void Choose(InputFileChangeEventArgs chosen) => _files = chosen.FileCount > AttachFile.MostFiles ? [] : chosen.GetMultipleFiles(AttachFile.MostFiles);

    private async Task SaveAsync()
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            var answer = await Actions.WriteAsync(Details(), _files);
            (_errors, _problem) = (answer.Errors, answer.Done ? null : answer.Text ?? Elsewhere(answer.Errors));
            if (answer.Done)
            {
                Toasts.Say(answer.Text!, answer.Text!.Contains("Not attached", StringComparison.Ordinal) ? "warning" : "ok");
                Clear();
                (_subject, _pin, _open) = (null, null, false);
            }
        }
        finally
        {
            _busy = false;
        }
    }

    /// <summary>Errors of fields that the dialog does not show.</summary>
    private static string? Elsewhere(IReadOnlyDictionary<string, string> errors) =>
        errors.FirstOrDefault(e => e.Key is not (nameof(LogEntryDetails.Text) or nameof(LogEntryDetails.EventAt) or nameof(LogEntryDetails.Tags) or nameof(LogEntryDetails.DeskId))).Value;

    private LogEntryDetails Details() => new(_text ?? "")
    {
        Kind = _kind,
        EventAt = _at,
        DeskId = Guid.TryParse(_desk, out var desk) ? desk : null,
        AlertId = _subject?.AlertId,
        AssetIds = _subject?.AssetId is { } asset ? [asset] : [],
        Tags = (_tags ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        Pin = _pin,
    };
}
