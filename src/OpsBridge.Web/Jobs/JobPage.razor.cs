using Microsoft.AspNetCore.Components;
using OpsBridge.Identity;
using OpsBridge.Jobs.Schedules;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Jobs;

/// <summary>One job: what it does, when, how it went, and what was said about it before.</summary>
public sealed partial class JobPage
{
    private const int Ahead = 20;
    private static readonly Segment[] s_shows = [new(nameof(RunShow.All), "All"), new(nameof(RunShow.Failed), "Failed"), new(nameof(RunShow.Missed), "Missed")];
    private JobSheetView? _sheet;
    private IReadOnlyList<NextFire> _next = [];
    private PauseDialog _pause = default!;
    private RetireDialog _retire = default!;
    private string? _problem;
    private Guid _read;
    private bool _mayRun;
    private bool _mayEdit;

    /// <summary>Key of the job.</summary>
    [Parameter] public Guid Id { get; set; }

    /// <summary>Failed or Missed; anything else shows all runs.</summary>
    [SupplyParameterFromQuery(Name = "runs")]
    public string? Runs { get; set; }

    /// <inheritdoc />
    protected override string[] Topics => [.. JobList.Topics, "job_calendars"];

    [Inject] private IJobSheet Sheets { get; set; } = default!;

    [Inject] private INextFires Fires { get; set; } = default!;

    [Inject] private IJobActions Actions { get; set; } = default!;

    [Inject] private CurrentActor Actor { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private Toasts Toasts { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    private RunShow Shown => Enum.TryParse<RunShow>(Runs, ignoreCase: true, out var show) && Enum.IsDefined(show) ? show : RunShow.All;

    private bool InUse => _sheet is { RetiredAt: null };

    private string? ZoneId => (_sheet?.Job.Schedule as CronSchedule)?.Zone;

    private string? NoNext => _next.Count > 0 ? null : _sheet?.Job.Schedule switch
    {
        _ when !InUse => "It is retired and does not start any more.",
        AfterSchedule => $"It starts {JobText.When(_sheet.Job.Schedule, _sheet.Job.AfterName, Time)}.",
        NoSchedule => "It starts only when somebody runs it.",
        _ => "There is no next time.",
    };

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (ReadAt is not null)
        {
            await RefreshNowAsync(); // the address changed, not the data
        }
    }

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var actor = await Actor.GetAsync();
        (_mayRun, _mayEdit) = (actor.May(Permissions.RunJobs), actor.May(Permissions.EditJobs));
        _sheet = await Sheets.ReadAsync(Id, Shown, actor, Gone);
        if (_read != Id)
        {
            (_read, _problem) = (Id, null);
        }

        _next = _sheet is { RetiredAt: null } sheet
            ? await Fires.ReadAsync(sheet.Job.Schedule, sheet.Job.Details.CalendarId, Clock.GetUtcNow(), Ahead, actor, Gone)
            : [];
    }

    private void ShowOnly(string show) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("runs", show == nameof(RunShow.All) ? null : show), replace: true);

    private async Task RunAsync()
    {
        var answer = await Actions.RunAsync(Id);
        if (answer.Id is { } run)
        {
            Toasts.Say(answer.Text, answer.Tone);
            Navigation.NavigateTo($"/jobs/runs/{run}");
            return;
        }

        await SayAsync(answer);
    }

    private async Task PauseAsync()
    {
        if (_sheet?.Job is { IsPaused: false } job)
        {
            _pause.Open(job.Id, job.Name, job.Details.MayBeHeld);
        }
        else
        {
            await SayAsync(await Actions.ResumeAsync(Id));
        }
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
