using Microsoft.AspNetCore.Components;
using OpsBridge.Identity;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Jobs.Pings;

/// <summary>Every job that reports in, those that need somebody first.</summary>
public sealed partial class ReportedPage
{
    private IReadOnlyList<ReportedJobRow> _all = [];
    private IReadOnlyList<ReportedJobRow> _rows = [];
    private ReportedJobForm _form = default!;
    private PingKeysDialog _keys = default!;
    private string? _selected;
    private bool _mayEdit;
    private int _down;

    /// <summary>all, down, late, paused or new.</summary>
    [SupplyParameterFromQuery(Name = "show")] public string? Show { get; set; }

    /// <summary>Text searched for.</summary>
    [SupplyParameterFromQuery(Name = "q")] public string? Text { get; set; }

    /// <inheritdoc />
    protected override string[] Topics => ["reported_jobs"];

    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    [Inject] private IReportedJobs Jobs { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    [Inject] private BrowserScripts Scripts { get; set; } = default!;

    private string Summary => ReadAt is null ? "" : _down > 0 ? $"{_down} down" : _all.Count == 0 ? "" : "nobody is missing";

    private IReadOnlyList<Segment> Shows =>
    [
        new("all", "All", _all.Count), new("down", "Down", _down), new("late", "Late", Count(ReportedJobWord.Grace)),
        new("running", "Running", Count(ReportedJobWord.Started)), new("paused", "Paused", Count(ReportedJobWord.Paused)), new("new", "New", Count(ReportedJobWord.New)),
    ];

    /// <inheritdoc />
    protected override void OnParametersSet() => Arrange();

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var actor = await Current.GetAsync();
        _mayEdit = actor.May(Permissions.EditJobs);
        _all = await Jobs.ReadAsync(actor, Gone);
        _down = Count(ReportedJobWord.Down);
        Arrange();
    }

    private static IReadOnlyList<double?> Values(ReportedJobRow job) => [.. job.Durations.Select(d => (double?)d)];

    private string Remarks(ReportedJobRow job) => string.Join(" · ", new[]
    {
        job.Word is ReportedJobWord.Down ? job.Words : null,
        PingWords.Paused(job, Time) is { Length: > 0 } paused ? paused : null,
        job.Downtime.From is not null ? "downtime planned" : null,
        job.Details.Tags.Length > 0 ? job.Details.Tags : null,
    }.Where(words => words is not null));

    private int Count(ReportedJobWord word) => _all.Count(j => j.Word == word);

    private void Arrange() => _rows = [.. _all.Where(j => Shown(j) && Found(j))];

    private bool Shown(ReportedJobRow job) => Show switch
    {
        "down" => job.Word == ReportedJobWord.Down,
        "late" => job.Word == ReportedJobWord.Grace,
        "running" => job.Word == ReportedJobWord.Started,
        "paused" => job.Word == ReportedJobWord.Paused,
        "new" => job.Word == ReportedJobWord.New,
        _ => true,
    };

    private bool Found(ReportedJobRow job) => string.IsNullOrWhiteSpace(Text)
        || new[] { job.Title, job.Details.Slug, job.Details.Tags, job.AssetName, job.Details.Description }.Any(t => t?.Contains(Text.Trim(), StringComparison.OrdinalIgnoreCase) == true);

    private void Go(string? show, string? text) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["show"] = show == "all" ? null : show,
            ["q"] = string.IsNullOrWhiteSpace(text) ? null : text.Trim(),
        }),
        replace: true);

    private void Open(ReportedJobRow job) => Navigation.NavigateTo($"/jobs/reported/{job.Id}");

    private void Saved(Guid id) => Navigation.NavigateTo($"/jobs/reported/{id}");

    private Task FocusAsync() => Scripts.TellAsync("console", "focus", "reported-search").AsTask();
}
