using System.Globalization;
using Microsoft.AspNetCore.Components;
using OpsBridge.Identity;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Jobs.Backups;

/// <summary>Every backup beside each other: what needs somebody first.</summary>
public sealed partial class BackupsPage
{
    private IReadOnlyList<BackupRow> _rows = [];
    private bool _mayRun;
    private bool _mayEdit;
    private bool _mayRestore;

    /// <summary>trouble for those that need somebody.</summary>
    [SupplyParameterFromQuery(Name = "show")]
    public string? Show { get; set; }

    /// <summary>Text searched for.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Q { get; set; }

    /// <summary>Key of an asset.</summary>
    [SupplyParameterFromQuery(Name = "asset")]
    public Guid? Asset { get; set; }

    /// <summary>Key of the selected backup.</summary>
    [SupplyParameterFromQuery(Name = "job")]
    public Guid? Job { get; set; }

    /// <inheritdoc />
    protected override string[] Topics => [.. BackupEstate.Topics];

    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    [Inject] private IBackupEstate Estate { get; set; } = default!;

    [Inject] private IBackupActions Actions { get; set; } = default!;

    [Inject] private IJobActions Jobs { get; set; } = default!;

    [Inject] private CurrentActor Actor { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private Toasts Toasts { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    private IReadOnlyList<BackupRow> Rows =>
    [
        .. _rows.Where(r => (Show != "trouble" || r.NeedsSomebody(Time.Now)) && (Asset is null || r.AssetId == Asset)
            && (string.IsNullOrWhiteSpace(Q) || $"{r.JobName} {r.Target} {r.AssetName} {r.Kind}".Contains(Q.Trim(), StringComparison.OrdinalIgnoreCase))),
    ];

    private BackupRow? Current => Rows.FirstOrDefault(r => r.JobId == Job);

    private string? Hint => Current is null ? "Select a backup first" : null;

    private IReadOnlyList<Segment> Views => [new("all", "All", _rows.Count), new("trouble", "Need somebody", _rows.Count(r => r.NeedsSomebody(Time.Now)))];

    private string Words => ReadAt is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{_rows.Count(r => !r.IsOverdue(Time.Now))} of {_rows.Count} within their recovery point");

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var actor = await Actor.GetAsync();
        (_mayRun, _mayEdit, _mayRestore) = (actor.May(Permissions.RunJobs), actor.May(Permissions.EditJobs), actor.May(Permissions.RestoreBackups));
        _rows = await Estate.ReadAsync(actor, Gone);
    }

    private void Go(string name, string? value) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(name, string.IsNullOrWhiteSpace(value) ? null : value), replace: true);

    private Task ProveAsync(bool drill) => SayAsync(job => Actions.ProveAsync(job.JobId, drill));

    private Task RunAsync() => SayAsync(job => Jobs.RunAsync(job.JobId));

    private async Task SayAsync(Func<BackupRow, Task<JobAnswer>> act)
    {
        if (Current is not { } job)
        {
            return;
        }

        var answer = await act(job);
        Toasts.Say($"{job.JobName}: {answer.Text}", answer.Tone, answer.Id is null ? null : "Watch", answer.Id is not { } run ? null : () =>
        {
            Navigation.NavigateTo($"/jobs/runs/{run}");
            return Task.CompletedTask;
        });
        await RefreshNowAsync();
    }
}
