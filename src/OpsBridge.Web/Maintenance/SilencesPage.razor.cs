using Microsoft.AspNetCore.Components;
using OpsBridge.Alerts;
using OpsBridge.Identity;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Maintenance;

/// <summary>All silences: what hides alerts now, will, or did; with what each of them hides.</summary>
public sealed partial class SilencesPage
{
    private const int Shown = 30;
    private static readonly TimeSpan s_soon = TimeSpan.FromMinutes(15);
    private IReadOnlyList<SilenceRow> _all = [];
    private IReadOnlyList<SilenceRow> _rows = [];
    private HiddenView _hidden = HiddenView.Empty;
    private SilenceState _show = SilenceState.Active;
    private SilenceRow? _chosen;
    private Func<SilenceRow, bool> _mayChange = _ => false;
    private Guid? _me;
    private bool _may;

    /// <summary>active, pending or expired.</summary>
    [SupplyParameterFromQuery(Name = "show")]
    public string? Show { get; set; }

    /// <summary>Key of the selected silence.</summary>
    [SupplyParameterFromQuery(Name = "id")]
    public string? Id { get; set; }

    /// <inheritdoc />
    protected override string[] Topics => ["silences", AlertBoard.Topic];

    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    [Inject] private ISilenceList List { get; set; } = default!;

    [Inject] private IHiddenAlerts Hidden { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    private IReadOnlyList<Segment> Shows =>
        [.. new[] { SilenceState.Active, SilenceState.Pending, SilenceState.Expired }.Select(s => new Segment(s.ToString(), MaintenanceWords.Of(s), _all.Count(r => r.State == s)))];

    private int HiddenCount => _rows.Count == 0 && _show == SilenceState.Active ? 0 : _all.SelectMany(s => _hidden.Of(s.Id).Rows.Select(r => r.Id)).Distinct().Count();

    private string EmptyWords => _show switch
    {
        SilenceState.Active => "Nothing is silenced. Every alert is shown as it comes.",
        SilenceState.Pending => "No silence waits for its start.",
        _ => "No silence has ended within the last 5 days.",
    };

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var actor = await Current.GetAsync();
        (_may, _me, _mayChange) = (actor.May(Permissions.ManageSilences), actor.Id, row => row.MayChange(actor));
        _all = await List.ReadAsync(Time.Now - SilenceList.Remembered, actor, Gone);
        _hidden = await Hidden.ReadAsync(actor, Gone);
        Arrange();
    }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (ReadAt is not null)
        {
            Arrange(); // the address changed, not the data
        }
    }

    private void Arrange()
    {
        _chosen = _all.FirstOrDefault(s => s.Id.ToString() == Id);
        _show = Enum.TryParse<SilenceState>(Show, true, out var asked) && Enum.IsDefined(asked) ? asked : _chosen?.State ?? SilenceState.Active;
        var rows = _all.Where(s => s.State == _show);
        _rows = _show switch
        {
            SilenceState.Active => [.. rows.OrderBy(s => s.EndsAt)],
            SilenceState.Pending => [.. rows.OrderBy(s => s.StartsAt)],
            _ => [.. rows.OrderByDescending(s => s.EndsAt)],
        };
        _chosen ??= _rows.Count > 0 && Id is null ? _rows[0] : null;
    }

    private static string Again(SilenceRow row) =>
        $"/silences/new?matchers={Uri.EscapeDataString(MaintenanceWords.Conditions(row.Matchers))}&comment={Uri.EscapeDataString(row.Comment)}";

    private bool EndsSoon(SilenceRow row) => row.State == SilenceState.Active && row.EndsAt - Time.Now <= s_soon && _hidden.Of(row.Id).Firing > 0;

    private void ShowAsync(string show) => Navigation.NavigateTo($"/silences?show={show.ToLowerInvariant()}", replace: true);

    private void Choose(string? key) => Navigation.NavigateTo($"/silences?show={_show.ToString().ToLowerInvariant()}&id={key}", replace: true);
}
