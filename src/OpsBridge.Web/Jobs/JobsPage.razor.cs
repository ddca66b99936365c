using System.Globalization;
using Microsoft.AspNetCore.Components;
using OpsBridge.Identity;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Jobs;

/// <summary>Every job in use: what needs somebody first.</summary>
public sealed partial class JobsPage
{
    private JobListView _view = JobListView.Empty;
    private IReadOnlyList<Segment> _sites = [];
    private ElementReference _search;
    private PauseDialog _pause = default!;
    private string? _selected;
    private bool _mayRun;
    private bool _mayEdit;

    /// <summary>All, Trouble, Running or Paused.</summary>
    [SupplyParameterFromQuery(Name = "show")]
    public string? Show { get; set; }

    /// <summary>Text searched for.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Q { get; set; }

    /// <summary>Key of a site.</summary>
    [SupplyParameterFromQuery(Name = "site")]
    public Guid? Site { get; set; }

    /// <summary>Key of an asset.</summary>
    [SupplyParameterFromQuery(Name = "asset")]
    public Guid? Asset { get; set; }

    /// <inheritdoc />
    protected override string[] Topics => [.. JobList.Topics];

    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    [Inject] private IJobList List { get; set; } = default!;

    [Inject] private IJobActions Actions { get; set; } = default!;

    [Inject] private CurrentActor Actor { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private Toasts Toasts { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    private JobFilter Filter => new(Enum.TryParse<JobShow>(Show, ignoreCase: true, out var show) && Enum.IsDefined(show) ? show : JobShow.All, string.IsNullOrWhiteSpace(Q) ? null : Q, Site, Asset);

    private string HoldPath => (Asset, Site) switch { ({ } asset, _) => $"/jobs/hold?asset={asset}", (_, { } site) => $"/jobs/hold?site={site}", _ => "/jobs/hold" };

    private JobRow? Current => _selected is null ? null : _view.Rows.FirstOrDefault(r => r.Id.ToString() == _selected);

    private IReadOnlyList<Segment> Views =>
    [
        new(nameof(JobShow.All), "All", Count(JobShow.All)), new(nameof(JobShow.Trouble), "Need somebody", Count(JobShow.Trouble)),
        new(nameof(JobShow.Running), "Running", Count(JobShow.Running)), new(nameof(JobShow.Paused), "Paused", Count(JobShow.Paused)),
    ];

    private string Words => ReadAt is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{_view.Total:N0} in use");

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
        _view = await List.ReadAsync(Filter, actor, Gone);
        var all = Site is null && Asset is null && Q is null && Filter.Show == JobShow.All ? _view : await List.ReadAsync(JobFilter.None, actor, Gone);
        _sites = [.. all.Rows.Where(r => r.SiteId is not null).DistinctBy(r => r.SiteId).OrderBy(r => r.SiteName, StringComparer.OrdinalIgnoreCase).Select(r => new Segment(r.SiteId.ToString()!, r.SiteName!))];
    }

    private static string Title(JobRow job) => job.Details.Description.Length > 0 ? $"{job.Name}: {job.Details.Description}" : $"{job.Name}: {job.Details.Settings.Describe()}";

    private static string Took(JobRow job) => RunWords.Span(TimeSpan.FromMilliseconds(job.Durations[^1]));

    private static string Durations(JobRow job) =>
        $"Last {job.Durations.Count} runs; the last took {Took(job)}{(job.Typical is { } typical ? $", usually {RunWords.Span(typical)}" : "")}";

    private int Count(JobShow show) => _view.Counts.GetValueOrDefault(show);

    private void Go(string name, string? value) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(name, string.IsNullOrWhiteSpace(value) ? null : value), replace: true);

    private async Task FocusSearchAsync() => await _search.FocusAsync();

    private void Open(JobRow job) => Navigation.NavigateTo($"/jobs/{job.Id}");

    private void Edit()
    {
        if (Current is { } job)
        {
            Navigation.NavigateTo($"/jobs/{job.Id}/edit");
        }
    }

    private async Task RunAsync()
    {
        if (Current is not { } job)
        {
            return;
        }

        var answer = await Actions.RunAsync(job.Id);
        Toasts.Say($"{job.Name}: {answer.Text}", answer.Tone, answer.Id is null ? null : "Watch", answer.Id is not { } run ? null : () =>
        {
            Navigation.NavigateTo($"/jobs/runs/{run}");
            return Task.CompletedTask;
        });
        await RefreshNowAsync();
    }

    private async Task PauseAsync()
    {
        if (Current is { IsPaused: false } job)
        {
            _pause.Open(job.Id, job.Name, job.Details.MayBeHeld);
        }
        else if (Current is { } paused)
        {
            var answer = await Actions.ResumeAsync(paused.Id);
            Toasts.Say($"{paused.Name}: {answer.Text}", answer.Tone);
            await RefreshNowAsync();
        }
    }
}
