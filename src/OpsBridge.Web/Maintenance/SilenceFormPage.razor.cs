using Microsoft.AspNetCore.Components;
using OpsBridge.Alerts;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Maintenance;

/// <summary>A new silence: from an alert, from conditions in the address, or from nothing.</summary>
public sealed partial class SilenceFormPage
{
    private const string DefaultLength = "120";
    private List<MatcherLine> _lines = [];
    private IReadOnlyDictionary<string, string> _errors = new Dictionary<string, string>(StringComparer.Ordinal);
    private IReadOnlyCollection<string> _names = [];
    private ScopeQuestion _question = new(null, null);
    private ScopePreviewView _view = ScopePreviewView.Empty;
    private AlertRow? _alert;
    private string _length = DefaultLength;
    private DateTimeOffset? _until;
    private DateTimeOffset? _from;
    private string? _comment;
    private string? _typing;
    private string? _problem;
    private bool _later;
    private bool _ready;

    /// <summary>Number of the alert that it is made from.</summary>
    [SupplyParameterFromQuery(Name = "alert")]
    public string? Alert { get; set; }

    /// <summary>Conditions in the matcher language.</summary>
    [SupplyParameterFromQuery(Name = "matchers")]
    public string? Matchers { get; set; }

    /// <summary>Why, from a silence that is made again.</summary>
    [SupplyParameterFromQuery(Name = "comment")]
    public string? Comment { get; set; }

    [Inject] private IAlertBoard Board { get; set; } = default!;

    [Inject] private IMaintenanceActions Actions { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private Toasts Toasts { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    private static IReadOnlyList<Segment> Lengths { get; } = [.. HowLong.All.Select(h => new Segment(h.Value, h.Text))];

    private DateTimeOffset Start => _later && _from is { } from ? from : Time.Now;

    private string EndWords => HowLong.End(_length, Start, _until) is { } end ? $"ends {Time.Show(end)}" : "";

    private string SaveWords => _view.Open > 0 ? $"Hide {MaintenanceWords.Alerts(_view.Open)}" : "Silence";

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        var actor = await Current.GetAsync();
        _alert = long.TryParse(Alert, System.Globalization.CultureInfo.InvariantCulture, out var id) ? await Board.FindAsync(id, actor, CancellationToken.None) : null;
        _names = [.. (await Board.OpenAsync(actor, CancellationToken.None)).Rows.Take(1000).SelectMany(r => r.Labels.Select(l => l.Key)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var (set, error) = string.IsNullOrWhiteSpace(Matchers) ? (null, null) : MatcherSet.Parse(Matchers);
        _lines = [.. MatcherLine.Of(set?.Matchers ?? []), .. _alert is null ? [] : MatcherLine.Of(_alert.Labels)];
        _problem = error is not null ? $"The conditions in the address cannot be read: {error}"
            : Alert is not null && _alert is null ? $"There is no alert {Alert}." : null;
        if (_lines.Count == 0)
        {
            _lines.Add(new MatcherLine());
        }

        _comment = Comment;
        (_from, _until) = (Time.Now.AddHours(1), Time.Now.AddHours(2));
        Ask();
        _ready = true;
    }

    private void Ask()
    {
        var (matchers, error) = MatcherLine.Read(_lines);
        _typing = error;
        _question = new ScopeQuestion(error is null && matchers.Count > 0 ? MaintenanceScope.Of(matchers) : null, null);
    }

    private async Task SaveAsync()
    {
        var (matchers, error) = MatcherLine.Read(_lines);
        if (error is not null)
        {
            _typing = error;
            return;
        }

        var start = Start;
        var end = HowLong.End(_length, start, _until) ?? start;
        var answer = await Actions.SaveAsync(new SilenceDetails(matchers, start, end, _comment ?? ""));
        (_errors, _problem) = (answer.Errors, answer.Problem);
        if (answer.Id is { } id)
        {
            var hidden = _view.Open > 0 && !_later ? $" {MaintenanceWords.Alerts(_view.Open)} hidden" : "";
            Toasts.Say($"Silenced:{hidden} until {Time.Show(end)}.", "ok", "Undo", async () => Toasts.Say((await Actions.EndAsync(SuppressorKind.Silence, id)).Text));
            Navigation.NavigateTo($"/silences?id={id}");
        }
    }

    private string? Error(string field) => _errors.GetValueOrDefault(field);
}
