using Microsoft.AspNetCore.Components;
using OpsBridge.Jobs.Schedules;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Jobs;

/// <summary>A new or a known job, with its next starts while it is being typed.</summary>
public sealed partial class JobFormPage
{
    private const int Ahead = 20;
    private IReadOnlyDictionary<string, string> _errors = new Dictionary<string, string>(StringComparer.Ordinal);
    private IReadOnlyList<Segment> _jobs = [];
    private IReadOnlyList<Segment> _calendars = [];
    private IReadOnlyList<NextFire> _next = [];
    private JobForm? _form;
    private JobSheetView? _known;
    private JobSheetView? _newer;
    private string? _problem;
    private string? _zone;
    private bool _missing;
    private bool _refused;
    private long _turn;

    /// <summary>Key of the job; null for a new one.</summary>
    [Parameter] public Guid? Id { get; set; }

    /// <summary>Key of the asset that a new job is about.</summary>
    [SupplyParameterFromQuery(Name = "asset")]
    public Guid? Asset { get; set; }

    [Inject] private JobFormSources Sources { get; set; } = default!;

    [Inject] private IJobActions Actions { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private BrowserScripts Scripts { get; set; } = default!;

    [Inject] private Toasts Toasts { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    private string Heading => Id is null ? "New job" : $"Edit {_known?.Job.Name ?? "job"}";

    private string? NoNext => _next.Count > 0 ? null : _form?.Schedule.Form switch
    {
        ScheduleForm.None => "It starts only when somebody runs it.",
        ScheduleForm.After => "It starts whenever the job before ends so.",
        _ => "The times appear here as soon as they can be read.",
    };

    /// <inheritdoc />
    protected override Task OnParametersSetAsync() => _form is not null && _known?.Job.Id == Id ? Task.CompletedTask : LoadAsync();

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_refused)
        {
            _refused = false;
            await Scripts.TellAsync("console", "focusWrong"); // the button is far below the field that is wrong
        }
    }

    private async Task LoadAsync()
    {
        var actor = await Current.GetAsync();
        _known = Id is { } id ? await Sources.Sheets.ReadAsync(id, RunShow.All, actor, CancellationToken.None) : null;
        _missing = Id is not null && _known is not { RetiredAt: null };
        _jobs = [.. (await Sources.Jobs.ReadAsync(JobFilter.None, actor, CancellationToken.None)).Rows.Where(j => j.Id != Id && j.RetiredAt is null).OrderBy(j => j.Name, StringComparer.OrdinalIgnoreCase).Select(j => new Segment(j.Id.ToString(), j.Name))];
        _calendars = [.. (await Sources.Calendars.ReadAsync(actor, CancellationToken.None)).Select(c => new Segment(c.Id.ToString(), c.Details.Name))];
        (_problem, _newer, _errors) = (null, null, new Dictionary<string, string>(StringComparer.Ordinal));
        _form = _known is { Job: var job }
            ? JobForm.Of(job.Details, job.AssetName, Time.Now, Time.Zone.Id)
            : new JobForm { Schedule = ScheduleForm.Of(new CronSchedule("0 30 2 ? * MON,TUE,WED,THU,FRI,SAT,SUN", Time.Zone.Id), Time.Now, Time.Zone.Id), DeadlineZone = Time.Zone.Id };
        if (_known is null && Asset is { } asset && await Sources.Assets.FindAsync(asset, actor, CancellationToken.None) is { } sheet)
        {
            _form.Asset = new Assets.AssetLink(asset, sheet.Row.Name, sheet.Row.Kind, sheet.Row.SiteName, null);
        }

        await AskAsync();
    }

    private async Task AskAsync()
    {
        var turn = ++_turn;
        var (schedule, _) = _form!.Schedule.Read();
        IReadOnlyList<NextFire> next = schedule is null ? [] : await Sources.Fires.ReadAsync(
            schedule, Guid.TryParse(_form.Calendar, out var calendar) ? calendar : null, Time.Now, Ahead, await Current.GetAsync(), CancellationToken.None);
        if (turn == _turn)
        {
            (_next, _zone) = (next, (schedule as CronSchedule)?.Zone);
            StateHasChanged();
        }
    }

    private async Task SaveAsync()
    {
        var (details, errors) = _form!.Read();
        (_errors, _problem) = (errors, null);
        if (details is null)
        {
            (_problem, _refused) = ("Nothing is stored yet: see the marked fields.", true);
            return;
        }

        var answer = await Actions.SaveAsync(Id, _known?.Job.Number ?? 0, details);
        (_errors, _problem) = (answer.Errors, answer.Done ? null : answer.Text);
        if (answer.Id is { } id)
        {
            Toasts.Say(answer.Text);
            Navigation.NavigateTo($"/jobs/{id}");
            return;
        }

        _refused = true;
        _newer = answer.IsStale ? await Sources.Sheets.ReadAsync(Id!.Value, RunShow.All, await Current.GetAsync(), CancellationToken.None) : null;
    }

    private Task SaveOverAsync()
    {
        (_known, _newer) = (_newer, null);
        return SaveAsync();
    }

    private string? Error(string field) => _errors.GetValueOrDefault(field);
}
