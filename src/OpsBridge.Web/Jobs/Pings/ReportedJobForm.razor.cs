using Microsoft.AspNetCore.Components;
using OpsBridge.Assets;
using OpsBridge.Shifts.Roster;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Jobs.Pings;

/// <summary>The dialog in which a reported job is made or changed.</summary>
public sealed partial class ReportedJobForm
{
    private const int Previewed = 5;
    private static readonly Segment[] s_forms = [new(ReportedJobDraft.ByPeriod, "Every so often"), new(ReportedJobDraft.BySchedule, "By a schedule")];
    private static readonly IReadOnlyList<Segment> s_zones = [.. TimeZones.All.Select(z => new Segment(z, z))];
    private IReadOnlyDictionary<string, string> _errors = new Dictionary<string, string>(StringComparer.Ordinal);
    private IReadOnlyList<Segment> _assets = [];
    private IReadOnlyList<Segment> _desks = [];
    private ReportedJobDraft _draft = new();
    private ReportedJobRow? _known;
    private string? _problem;
    private bool _open;
    private bool _busy;
    private bool _focus;

    /// <summary>Called with the key of what was stored.</summary>
    [Parameter] public EventCallback<Guid> OnSaved { get; set; }

    [Inject] private IPingActions Actions { get; set; } = default!;

    [Inject] private IAssetList Estate { get; set; } = default!;

    [Inject] private IDeskList Desks { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private TimeProvider Clock { get; set; } = default!;

    [Inject] private BrowserScripts Scripts { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    private string Preview => PingSchedule.Create(_draft.Schedule ?? "", _draft.Zone ?? "") is { } schedule
        ? $"{(schedule.Kind == PingScheduleKind.Cron ? "Cron" : "OnCalendar")}, next in your time: {string.Join(" · ", Times(schedule))}"
        : "This is neither five cron fields nor OnCalendar yet.";

    /// <summary>Opens the dialog for a new job, or for a known one.</summary>
    public async Task Open(ReportedJobRow? known)
    {
        (_known, _draft, _problem, _open, _focus) = (known, known is null ? new ReportedJobDraft() : ReportedJobDraft.Of(known.Details), null, true, true);
        _errors = new Dictionary<string, string>(StringComparer.Ordinal);
        StateHasChanged();
        try
        {
            var actor = await Current.GetAsync();
            _assets = [new Segment("", "None"), .. (await Estate.ReadAsync(new AssetFilter(), actor, CancellationToken.None)).Rows.Select(a => new Segment(a.Id.ToString(), a.Name))];
            _desks = [new Segment("", "All desks"), .. (await Desks.ReadAsync(actor, CancellationToken.None)).Select(d => new Segment(d.Id.ToString(), d.Name))];
        }
        catch (Exception exception) when (SessionCheck.IsOutage(exception))
        {
            _problem = "The database does not answer. Try again in a moment.";
        }

        StateHasChanged();
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focus)
        {
            _focus = false;
            await Task.Yield(); // the dialog opens in the same round, after this component
            await Scripts.TellAsync("console", "focus", "reported-name");
        }
    }

    private IEnumerable<string> Times(PingSchedule schedule)
    {
        var at = Clock.GetUtcNow();
        for (var i = 0; i < Previewed && schedule.NextAfter(at) is { } next; i++)
        {
            at = next;
            yield return Time.Show(next);
        }
    }

    private string? Error(string field) => _errors.GetValueOrDefault(field);

    private async Task SaveAsync()
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            var details = _draft.ToDetails(_known?.Details.Period ?? TimeSpan.FromDays(1));
            var answer = string.IsNullOrWhiteSpace(_draft.Name)
                ? new PingAnswer(false, "Something is not right yet.") { Errors = new Dictionary<string, string>(StringComparer.Ordinal) { [nameof(ReportedJobDetails.Name)] = "Give it a name that people know." } }
                : await Actions.SaveAsync(_known?.Id, _known?.Revision ?? 0, details);
            (_errors, _problem, _open) = (answer.Errors, answer.Done ? null : answer.Text, !answer.Done);
            if (answer is { Done: true, Id: { } id })
            {
                await OnSaved.InvokeAsync(id);
            }
        }
        finally
        {
            _busy = false;
        }
    }
}
