using System.Globalization;
using Microsoft.AspNetCore.Components;
using OpsBridge.Identity;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Jobs;

/// <summary>One run, live while it works.</summary>
public sealed partial class RunPage
{
    private RunView? _view;
    private RunOutput? _output;
    private string? _problem;
    private Guid _read;
    private bool _follows = true;
    private bool _mayRun;

    /// <summary>Key of the run.</summary>
    [Parameter] public Guid Id { get; set; }

    /// <inheritdoc />
    protected override string[] Topics => ["job_runs", "job_run_lines"];

    [Inject] private IRunReader Reader { get; set; } = default!;

    [Inject] private IJobActions Actions { get; set; } = default!;

    [Inject] private BrowserScripts Scripts { get; set; } = default!;

    [Inject] private CurrentActor Actor { get; set; } = default!;

    [Inject] private Confirmation Confirm { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private Toasts Toasts { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    private bool MayCancel => _mayRun && _view?.Run.State is RunState.Running or RunState.Waiting;

    private string? LinesWords => _view is not { LastLine: > 0 } view ? null : string.Create(CultureInfo.InvariantCulture, $"{view.LastLine:N0} lines");

    private string NoOutput => _view?.Run.State switch
    {
        RunState.Waiting => "It has not begun yet.",
        RunState.Running => "Nothing said yet.",
        RunState.Missed or RunState.Asking => "It did not run, so there is no output.",
        _ => "It said nothing, or its output is older than output is kept.",
    };

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (ReadAt is not null && _read != Id)
        {
            await RefreshNowAsync(); // the address changed, not the data
        }
    }

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var actor = await Actor.GetAsync();
        _mayRun = actor.May(Permissions.RunJobs);
        _view = await Reader.ReadAsync(Id, actor, Gone);
        if (_read != Id)
        {
            (_read, _problem, _follows) = (Id, null, _view?.Run.HasEnded != true);
        }
    }

    private async Task CancelAsync()
    {
        if (MayCancel && _view is { Run: { CancelledBy: null } run } view
            && await Confirm.AskAsync(new ConfirmQuestion($"Cancel this run of {view.JobName}?", "Cancel the run", "What it has started is stopped. What it has done so far is not undone.", [$"{view.JobName}, {Time.Show(run.NominalAt)}"], true)))
        {
            await SayAsync(await Actions.CancelAsync(run.Id));
        }
    }

    private async Task AgainAsync()
    {
        var answer = await Actions.RunAsync(_view!.Run.JobId);
        if (answer.Id is { } run)
        {
            Toasts.Say(answer.Text, answer.Tone);
            Navigation.NavigateTo($"/jobs/runs/{run}");
            return;
        }

        await SayAsync(answer);
    }

    private async Task CopyAsync()
    {
        var copied = await Scripts.AskAsync<bool>("output", "copy", $"/api/v1/jobs/runs/{Id}/output");
        Toasts.Say(copied ? "The output is in the clipboard." : "The browser does not let it be copied, or it is too long. Download it instead.", copied ? "ok" : "warning");
    }

    private async Task SayAsync(JobAnswer answer)
    {
        _problem = answer.Done ? null : answer.Text;
        if (answer.Done)
        {
            Toasts.Say(answer.Text, answer.Tone);
        }

        await RefreshNowAsync();
    }
}
