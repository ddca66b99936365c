using System.Globalization;
using Microsoft.AspNetCore.Components;
using OpsBridge.Alerts.Sources;
using OpsBridge.Identity;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Jobs.Pings;

/// <summary>One reported job: how it stands, what it said, how it reports in.</summary>
public sealed partial class ReportedJobPage
{
    private const int PingsShown = 200;
    private IReadOnlyList<PingRow> _pings = [];
    private IReadOnlyList<PingFlip> _flips = [];
    private ReportedJobRow? _job;
    private ReportedJobForm _form = default!;
    private ReportedJobStop _stop = default!;
    private PingRow? _shown;
    private string? _chosen;
    private string? _body;
    private string? _answer;
    private string? _tone;
    private bool _missing;
    private bool _mayRun;
    private bool _mayEdit;
    private bool _copied;

    /// <summary>Key of the job.</summary>
    [Parameter] public Guid Id { get; set; }

    /// <inheritdoc />
    protected override string[] Topics => ["reported_jobs"];

    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    [Inject] private IReportedJobs Jobs { get; set; } = default!;

    [Inject] private IPingActions Actions { get; set; } = default!;

    [Inject] private Confirmation Confirm { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    [Inject] private BrowserScripts Scripts { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var actor = await Current.GetAsync();
        (_mayRun, _mayEdit) = (actor.May(Permissions.RunJobs), actor.May(Permissions.EditJobs));
        _job = await Jobs.FindAsync(Id, actor, Gone);
        _missing = _job is null;
        if (!_missing)
        {
            _pings = await Jobs.PingsAsync(Id, null, PingsShown, actor, Gone);
            _flips = await Jobs.FlipsAsync(Id, null, null, actor, Gone);
        }
    }

    private IEnumerable<string> Notes(ReportedJobRow job)
    {
        if (job.State == ReportedJobState.Paused)
        {
            var until = job.Pause.Until is { } end ? $"until {Time.Show(end)}" : "until somebody resumes it";
            yield return $"Paused {until}{(job.Pause.By is { } by ? $" by {by}" : "")}{(job.Pause.Why is { } why ? $": {why}" : "")}";
        }

        if (job.Downtime is { From: { } from, Until: { } to })
        {
            yield return $"Nothing is expected from {Time.Show(from)} to {Time.Show(to)}, said {job.Downtime.By}{(job.Downtime.Why is { } reason ? $": {reason}" : "")}";
        }

        if (job.StartedAt is { } started)
        {
            yield return $"A run is under way since {Time.Show(started)}; it must end by {(job.DueAt is { } due ? Time.Show(due) : "then")}.";
        }

        if (job.Details.Description.Length > 0)
        {
            yield return job.Details.Description;
        }
    }

    private string AddressOf(ReportedJobRow job) => $"{Navigation.BaseUri}ping/{job.Code}";

    private async Task ChooseAsync(string? number)
    {
        (_chosen, _body) = (number, null);
        _shown = _pings.FirstOrDefault(p => p.Number.ToString(CultureInfo.InvariantCulture) == number);
        if (_shown is { BodyBytes: > 0 } ping && await Jobs.BodyAsync(Id, ping.Number, await Current.GetAsync(), Gone) is { } bytes)
        {
            _body = RawText.Of(bytes);
        }
    }

    private async Task TurnAsync()
    {
        if (_job is { State: ReportedJobState.Paused })
        {
            await SayAsync(await Actions.ResumeAsync(Id));
        }
        else if (_job is { } job)
        {
            _stop.Open(job, planned: false);
        }
    }

    private async Task RemoveAsync()
    {
        if (_job is not { } job || !await Confirm.AskAsync(new ConfirmQuestion("Remove this reported job?", "Remove it", "Its address answers 404 from then on, and nobody notices when it stops. This cannot be undone.", [job.Title])))
        {
            return;
        }

        var answer = await Actions.RemoveAsync(Id);
        if (answer.Done)
        {
            Navigation.NavigateTo("/jobs/reported");
        }
        else
        {
            await SayAsync(answer);
        }
    }

    private async Task RenewAsync()
    {
        if (_job is { } job && await Confirm.AskAsync(new ConfirmQuestion("Give it another address?", "Give it another", "The old one answers 404 at once. Put the new one where the job runs.", [job.Title])))
        {
            await SayAsync(await Actions.RenewAsync(Id));
        }
    }

    private async Task CopyAsync() => _copied = await Scripts.AskAsync<bool>("secret", "copy", "ping-url");

    private async Task SayAsync(PingAnswer answer)
    {
        (_answer, _tone) = (answer.Text, answer.Done ? "ok" : "warning");
        await RefreshNowAsync();
    }
}
