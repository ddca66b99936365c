using Microsoft.AspNetCore.Components;
using OpsBridge.Alerts;
using OpsBridge.Identity;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Maintenance;

/// <summary>All maintenance windows: a calendar of the next days, the list, and one of them in full.</summary>
public sealed partial class WindowsPage
{
    private const int Shown = 30;
    private const int Ten = 10;
    private IReadOnlyList<WindowRow> _rows = [];
    private HiddenView _hidden = HiddenView.Empty;
    private WindowRow? _chosen;
    private Actor? _actor;
    private bool _may;

    /// <summary>Key of the selected window.</summary>
    [SupplyParameterFromQuery(Name = "id")]
    public string? Id { get; set; }

    /// <inheritdoc />
    protected override string[] Topics => ["silences", "maintenance_windows", "assets", "sites", AlertBoard.Topic];

    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    [Inject] private IWindowList List { get; set; } = default!;

    [Inject] private IHiddenAlerts Hidden { get; set; } = default!;

    [Inject] private IMaintenanceActions Actions { get; set; } = default!;

    [Inject] private Confirmation Confirm { get; set; } = default!;

    [Inject] private Toasts Toasts { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    private IReadOnlyList<WindowRow> Ahead => [.. _rows.Where(r => r.Upcoming.Count > 0)];

    private bool MayChange => Lives && _actor is { } actor && _chosen?.MayChange(actor) == true;

    private bool Lives => _chosen is { State: not (WindowState.Over or WindowState.Cancelled) };

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        _actor = await Current.GetAsync();
        _may = _actor.May(Permissions.ManageSilences);
        _rows = await List.ReadAsync(_actor, Gone);
        _hidden = await Hidden.ReadAsync(_actor, Gone);
        Show();
    }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (ReadAt is not null)
        {
            Show(); // the address changed, not the data
        }
    }

    private void Show() => _chosen = _rows.FirstOrDefault(r => r.Id.ToString() == Id) ?? (Id is null && _rows.Count > 0 ? _rows[0] : null);

    private void Choose(string? key) => Navigation.NavigateTo($"/maintenance?id={key}", replace: true);

    private void Edit(WindowRow row)
    {
        if (_actor is { } actor && row.MayChange(actor) && row.State is not (WindowState.Over or WindowState.Cancelled))
        {
            Navigation.NavigateTo($"/maintenance/{row.Id}/edit");
        }
    }

    private async Task CancelAsync(WindowRow row)
    {
        var question = new ConfirmQuestion($"Call off {row.Name}?", "Call off", "It hides nothing any more, now and in future. It stays on record and cannot be taken up again.");
        if (await Confirm.AskAsync(question))
        {
            var answer = await Actions.CancelAsync(row.Id);
            Toasts.Say(answer.Text, answer.Tone);
            await RefreshNowAsync();
        }
    }
}
