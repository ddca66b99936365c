using Microsoft.AspNetCore.Components;
using OpsBridge.Alerts.Handling;
using OpsBridge.Identity;

namespace OpsBridge.Alerts;

/// <summary>The verbs of one alert or of a selection.</summary>
public sealed partial class VerbBar
{
    private IReadOnlyList<Colleague> _people = [];
    private VerbForm? _form;
    private string? _error;
    private bool _busy;

    /// <summary>The alerts, at least one.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<AlertRow> Rows { get; set; } = [];

    /// <summary>Called with each answer; the page then reads again.</summary>
    [Parameter] public EventCallback<AlertAnswer> OnAnswer { get; set; }

    [Inject] private IAlertActions Actions { get; set; } = default!;

    [Inject] private TimeProvider Clock { get; set; } = default!;

    private string What => Rows.Count == 1 ? "the alert" : "the selected alerts";

    private IReadOnlyList<AlertRow> Open => [.. Rows.Where(r => r.State != AlertState.Closed)];

    private bool CanAcknowledge => Any(AlertState.Unacknowledged) || Any(AlertState.ReturnedUnacknowledged);

    private bool OnShelf => Open.Count > 0 && Open.All(r => r.State == AlertState.Shelved);

    private string? AcknowledgeTitle => Rows is [{ State: AlertState.Acknowledged, AcknowledgedBy: { } by }] ? $"{by} acknowledged it" : null;

    private bool Any(AlertState state) => Rows.Any(r => r.State == state);

    private Task AcknowledgeAsync() => DoAsync(new AlertVerb.Acknowledge());

    private Task UnacknowledgeAsync() => DoAsync(new AlertVerb.Unacknowledge());

    private Task TakeAsync() => DoAsync(new AlertVerb.Take());

    private Task PoolAsync() => DoAsync(new AlertVerb.Pool());

    private Task CloseAsync() => DoAsync(new AlertVerb.Close());

    private Task ShelfAsync() => OnShelf ? DoAsync(new AlertVerb.Unshelve()) : AskAsync(VerbQuestion.Shelve);

    /// <summary>One step from the worst of them, for all of them: a selection gets one severity.</summary>
    private Task RerankAsync(int step)
    {
        var to = Rows.Max(r => r.Severity) + step;
        return Enum.IsDefined(to) ? DoAsync(new AlertVerb.Rerank(to)) : Task.CompletedTask;
    }

    private async Task AskAsync(VerbQuestion question)
    {
        (_form, _error) = (new VerbForm(question, Clock.GetUtcNow()) { Severity = Rows.Max(r => r.Severity) }, null);
        if (question == VerbQuestion.Give)
        {
            _people = await Actions.ColleaguesAsync(CancellationToken.None);
        }
    }

    private void Leave() => _form = null;

    private async Task DoAskedAsync()
    {
        if (_form is not { } form)
        {
            return;
        }

        if (form.Verb() is not { } verb)
        {
            _error = "Choose somebody.";
            return;
        }

        var needs = form.Question is VerbQuestion.Note or VerbQuestion.Shelve;
        if (needs && string.IsNullOrWhiteSpace(form.Comment))
        {
            _error = form.Question == VerbQuestion.Note ? $"Write 1 to {OrderRules.MaxComment} characters." : "Say why it is put aside: the next shift will ask.";
            return;
        }

        await DoAsync(verb, form.Comment);
    }

    /// <summary>A dialog stays open when nothing was done, with the reason in it: what was typed is not lost.</summary>
    private async Task DoAsync(AlertVerb verb, string? comment = null)
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            var answer = await Actions.DoAsync(Rows, verb, comment, CancellationToken.None); // goes on when the viewer leaves: half of a list is worse
            if (_form is not null && (answer.Tone is "warning" or "critical"))
            {
                _error = answer.Text;
                return;
            }

            _form = null;
            await OnAnswer.InvokeAsync(answer);
        }
        finally
        {
            _busy = false;
        }
    }
}
