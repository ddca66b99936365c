using System.Globalization;
using Microsoft.AspNetCore.Components;
using OpsBridge.Identity;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Jobs.Batches;

/// <summary>One batch: the way to its deadline, where it is tight, and what would be if.</summary>
public sealed partial class BatchPage
{
    private static readonly Segment[] s_times = [new("1", "as long as usual"), new("0.5", "half as long"), new("1.5", "1.5 times as long"), new("2", "twice as long"), new("3", "3 times as long"), new("5", "5 times as long")];
    private BatchView? _view;
    private BatchWhatIf? _whatIf;
    private string? _job;
    private string? _times = "2";
    private DateTimeOffset? _start;
    private string? _problem;
    private Guid _read;
    private bool _mayEdit;

    /// <summary>Key of the batch.</summary>
    [Parameter] public Guid Id { get; set; }

    /// <inheritdoc />
    protected override string[] Topics => [.. BatchReader.Topics];

    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    [Inject] private IBatchReader Reader { get; set; } = default!;

    [Inject] private IBatchActions Actions { get; set; } = default!;

    [Inject] private CurrentActor Actor { get; set; } = default!;

    [Inject] private Confirmation Confirm { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private Toasts Toasts { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    /// <summary>Jobs that something can be imagined of: those that have not done their part.</summary>
    private IReadOnlyList<Segment> Ahead => [.. _view!.Row.Forecast.Steps.Where(s => s.Standing is not (StepStanding.Done or StepStanding.NotDue)).Select(s => new Segment(s.JobId.ToString(), s.Name))];

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
        _mayEdit = actor.May(Permissions.EditJobs);
        if (_read != Id)
        {
            (_read, _whatIf, _job, _start, _problem) = (Id, null, null, null, null);
        }

        _view = await Reader.FindAsync(Id, _whatIf, actor, Gone);
        _job ??= _view?.Row.Forecast.Steps.FirstOrDefault(s => s is { IsCritical: true, Standing: not (StepStanding.Done or StepStanding.NotDue) })?.JobId.ToString();
    }

    private static string? Outlook(BatchForecast forecast) => forecast switch
    {
        { IsIdle: true } => "nothing of it is due for this deadline",
        { IsDone: true, Slack: { } slack } => $"complete, {BatchText.Slack(slack)}",
        { Slack: { } slack } => BatchText.Slack(slack),
        _ => null,
    };

    private string Answer(BatchForecast imagined) => imagined switch
    {
        { Stuck: [var stuck, ..] } => $"Then it still needs somebody: {stuck.Name} {stuck.Note}.",
        { End: { } end, Slack: { } slack } => $"Then it is complete at {Time.Show(end)}: {BatchText.Slack(slack)}.",
        _ => "Then nothing is due.",
    };

    private Task ImagineAsync()
    {
        _whatIf = Guid.TryParse(_job, out var job) && double.TryParse(_times, CultureInfo.InvariantCulture, out var times) ? new BatchWhatIf(job, times, _start) : null;
        return RefreshNowAsync();
    }

    private Task ForgetAsync()
    {
        (_whatIf, _start) = (null, null);
        return RefreshNowAsync();
    }

    private async Task RetireAsync()
    {
        var name = _view!.Row.Details.Name;
        if (!await Confirm.AskAsync(new ConfirmQuestion($"Retire {name}?", "Retire it", "Its jobs go on. Nobody is warned any more when they are late together.", [name], true)))
        {
            return;
        }

        var answer = await Actions.RetireAsync(Id);
        _problem = answer.Done ? null : answer.Text;
        if (answer.Done)
        {
            Toasts.Say(answer.Text, answer.Tone);
            Navigation.NavigateTo("/jobs/batches");
            return;
        }

        await RefreshNowAsync();
    }
}
