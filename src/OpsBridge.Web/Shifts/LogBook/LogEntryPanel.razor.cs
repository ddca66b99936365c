using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Components.Web;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Shifts.LogBook;

/// <summary>What the dialog of an entry asks for.</summary>
public enum LogQuestion
{
    /// <summary>An answer.</summary>
    Answer,

    /// <summary>The word it is closed with.</summary>
    Close,

    /// <summary>The next version of its text.</summary>
    Correct,

    /// <summary>Files to attach.</summary>
    Attach,
}

/// <summary>The selected entry.</summary>
public sealed partial class LogEntryPanel
{
    private LogEntryView? _view;
    private LogRow? _read;
    private LogQuestion? _question;
    private IReadOnlyList<IBrowserFile> _files = [];
    private string? _words;
    private string? _why;
    private string? _problem;
    private string? _answer;
    private string? _tone;
    private bool _failed;
    private bool _busy;
    private bool _focus;

    /// <summary>The entry; null when none is selected.</summary>
    [Parameter] public LogRow? Row { get; set; }

    /// <summary>Whether the viewer's role allows more than reading. The use cases ask again.</summary>
    [Parameter] public bool MayWrite { get; set; }

    /// <summary>Name of the desk of an automatic entry; null where it is not known or there is one desk only.</summary>
    [Parameter] public string? Desk { get; set; }

    /// <summary>The list's filter, to be narrowed.</summary>
    [Parameter] public LogFilter Filter { get; set; } = new();

    /// <summary>Called with a narrower filter.</summary>
    [Parameter] public EventCallback<LogFilter> OnFilter { get; set; }

    /// <summary>Called after an action, so that the page reads again at once.</summary>
    [Parameter] public EventCallback OnDone { get; set; }

    [Inject] private ILogBook Book { get; set; } = default!;

    [Inject] private ILogActions Log { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private BrowserScripts Scripts { get; set; } = default!;

    private Guid? Me { get; set; }

    private string Heading => Row switch { null => "Entry", { Automatic: true } => "Automatic entry", { ReplyToId: not null } => "Answer", _ => "Entry" };

    private bool CanCorrect => _view is { MayChange: true } view && !(view.LocksAt <= Time.Now);

    private string LockWords => _view is { LocksAt: { } at } && Row?.Kind == LogEntryKind.Log ? at <= Time.Now ? $", locked since {Time.Show(at)}" : $", locks {Time.Show(at)}" : "";

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (Row == _read)
        {
            return;
        }

        if (Row?.Key != _read?.Key)
        {
            (_view, _answer, _question) = (null, null, null); // what belonged to another entry must not stand under this one
        }

        var wanted = _read = Row;
        if (wanted?.EntryId is not { } id)
        {
            return;
        }

        try
        {
            var actor = await Current.GetAsync();
            var view = await Book.FindAsync(id, actor, CancellationToken.None);
            if (_read == wanted)
            {
                (_view, Me, _failed) = (view, actor.Id, false);
            }
        }
        catch (Exception exception) when (SessionCheck.IsOutage(exception))
        {
            (_failed, _read) = (true, null);
        }
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focus)
        {
            _focus = false;
            await Task.Yield(); // the dialog opens in the same round, after this component
            await Scripts.TellAsync("console", "focus", _question == LogQuestion.Attach ? "answer-files" : "log-words");
        }
    }

    private void Ask(LogQuestion question) =>
        (_question, _words, _why, _problem, _files, _focus) = (question, question == LogQuestion.Correct ? Row?.Text : null, null, null, [], true);

    private void Choose(InputFileChangeEventArgs chosen) => _files = chosen.FileCount > AttachFile.MostFiles ? [] : chosen.GetMultipleFiles(AttachFile.MostFiles);

    private Task KeyAsync(KeyboardEventArgs key) => key is { Key: "Enter", CtrlKey: true } ? DoAsync() : Task.CompletedTask;

    private async Task DoAsync()
    {
        if (_busy || Row is not { EntryId: { } id } row || _question is not { } question)
        {
            return;
        }

        _busy = true;
        try
        {
            var words = _words ?? "";
            var answer = question switch
            {
                LogQuestion.Close => await Log.CloseAsync(id, words),
                LogQuestion.Attach => await Log.AttachAsync(id, _files),
                LogQuestion.Correct => await Log.CorrectAsync(id, row.Versions, words, _why),
                _ => await Log.WriteAsync(new LogEntryDetails(words) { ReplyToId = row.ReplyToId ?? id }, _files),
            };
            if (!answer.Done)
            {
                _problem = answer.Text ?? answer.Errors.Values.FirstOrDefault(); // the dialog stays: what was typed is not lost
                return;
            }

            _question = null;
            await SayAsync(answer);
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task TakeAsync()
    {
        if (Row?.EntryId is { } id)
        {
            await SayAsync(await Log.TakeAsync(id));
        }
    }

    private async Task SayAsync(LogAnswer answer)
    {
        (_answer, _tone) = (answer.Text, answer.Done ? "ok" : "warning");
        await OnDone.InvokeAsync();
    }
}
