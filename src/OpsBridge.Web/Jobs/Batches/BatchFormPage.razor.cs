using System.Globalization;
using Microsoft.AspNetCore.Components;
using OpsBridge.Alerts;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Jobs.Batches;

/// <summary>A new or a known batch.</summary>
public sealed partial class BatchFormPage
{
    private static readonly Segment[] s_severities = [.. Enum.GetNames<AlertSeverity>().Select(n => new Segment(n, n))];
    private readonly HashSet<DayOfWeek> _days = [];
    private readonly HashSet<Guid> _jobs = [];
    private IReadOnlyDictionary<string, string> _errors = new Dictionary<string, string>(StringComparer.Ordinal);
    private IReadOnlyList<JobRow> _all = [];
    private BatchRow? _known;
    private string? _name;
    private string? _by;
    private string? _zone;
    private string? _severity;
    private string? _description;
    private string? _find;
    private string? _problem;
    private bool _missing;
    private bool _ready;

    /// <summary>Key of the batch; null for a new one.</summary>
    [Parameter] public Guid? Id { get; set; }

    [Inject] private IBatchReader Reader { get; set; } = default!;

    [Inject] private IBatchActions Actions { get; set; } = default!;

    [Inject] private IJobList List { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private Toasts Toasts { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    private string Heading => Id is null ? "New batch" : $"Edit {_known?.Details.Name ?? "batch"}";

    private List<JobRow> Found => [.. _all.Where(j => string.IsNullOrWhiteSpace(_find) || j.Name.Contains(_find.Trim(), StringComparison.OrdinalIgnoreCase))];

    /// <inheritdoc />
    protected override Task OnParametersSetAsync() => _ready && _known?.Id == Id ? Task.CompletedTask : LoadAsync();

    private async Task LoadAsync()
    {
        var actor = await Current.GetAsync();
        _known = Id is { } id ? (await Reader.FindAsync(id, null, actor, CancellationToken.None))?.Row : null;
        _missing = Id is not null && _known is null;
        var details = _known?.Details ?? new BatchDetails("", new TimeOnly(6, 0), Time.Zone.Id);
        _all = [.. (await List.ReadAsync(JobFilter.None, actor, CancellationToken.None)).Rows.OrderBy(j => !details.Jobs.Contains(j.Id)).ThenBy(j => j.Name, StringComparer.OrdinalIgnoreCase)];
        (_name, _zone, _severity, _description) = (details.Name, details.Zone, details.Severity.ToString(), details.Description);
        _by = details.By.ToString("HH:mm", CultureInfo.InvariantCulture);
        _days.Clear();
        _days.UnionWith(details.Days);
        _jobs.Clear();
        _jobs.UnionWith(details.Jobs);
        (_problem, _errors, _ready) = (null, new Dictionary<string, string>(StringComparer.Ordinal), true);
    }

    private static void Toggle<T>(HashSet<T> chosen, T item, bool on) => _ = on ? chosen.Add(item) : chosen.Remove(item);

    private async Task SaveAsync()
    {
        if (!TimeOnly.TryParseExact(_by?.Trim(), ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var by))
        {
            _errors = new Dictionary<string, string>(StringComparer.Ordinal) { [nameof(BatchDetails.By)] = "A time of day, for example 06:00." };
            _problem = "Nothing is stored yet: see the marked fields.";
            return;
        }

        var details = new BatchDetails(_name ?? "", by, _zone?.Trim() ?? "")
        {
            Description = _description ?? "",
            Jobs = [.. _jobs],
            Days = [.. _days],
            Severity = Enum.TryParse<AlertSeverity>(_severity, out var severity) ? severity : AlertSeverity.Major,
        };
        var answer = await Actions.SaveAsync(Id, _known?.Number ?? 0, details);
        (_errors, _problem) = (answer.Errors, answer.Done ? null : answer.Text);
        if (answer is { Done: true, Id: { } id })
        {
            Toasts.Say(answer.Text);
            Navigation.NavigateTo($"/jobs/batches/{id}");
        }
    }

    private string? Error(string field) => _errors.GetValueOrDefault(field);
}
