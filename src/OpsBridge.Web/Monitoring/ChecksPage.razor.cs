using Microsoft.AspNetCore.Components;
using OpsBridge.Identity;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Monitoring;

/// <summary>Every check of the estate.</summary>
public sealed partial class ChecksPage
{
    private CheckBoardView _board = CheckBoardView.Empty;
    private CheckFilter _filter = CheckFilter.From(null, null, null);
    private IReadOnlyList<CheckRow> _rows = [];
    private IReadOnlyList<Segment> _views = [];
    private IReadOnlyList<Segment> _sites = [];
    private IReadOnlySet<string> _checked = new HashSet<string>(StringComparer.Ordinal);
    private EventCallback<IReadOnlySet<string>> _mark;
    private RunDialog _run = default!;
    private string? _selected;
    private bool _mayRun;
    private bool _mayEdit;

    /// <summary>View: problems, all, unknown, flapping, off.</summary>
    [SupplyParameterFromQuery] public string? Show { get; set; }

    /// <summary>Text searched for.</summary>
    [SupplyParameterFromQuery] public string? Q { get; set; }

    /// <summary>Key of a site.</summary>
    [SupplyParameterFromQuery] public string? Site { get; set; }

    [Inject] private ICheckBoard Board { get; set; } = default!;

    [Inject] private CurrentActor Actor { get; set; } = default!;

    [Inject] private SwitchChecks Switch { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private Toasts Toasts { get; set; } = default!;

    [Inject] private Confirmation Confirm { get; set; } = default!;

    /// <inheritdoc />
    protected override string[] Topics => [.. CheckBoard.Topics];

    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    private CheckRow? Current => _selected is null ? null : _rows.FirstOrDefault(r => KeyOf(r) == _selected);

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        _filter = CheckFilter.From(Show, Q, Site);
        Arrange();
    }

    /// <inheritdoc />
    protected override async Task StartAsync()
    {
        var actor = await Actor.GetAsync();
        (_mayRun, _mayEdit) = (actor.May(Permissions.RunChecks), actor.May(Permissions.EditChecks));
        _mark = _mayEdit ? EventCallback.Factory.Create<IReadOnlySet<string>>(this, set => _checked = set) : default;
    }

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var board = await Board.ReadAsync(await Actor.GetAsync(), Gone);
        if (!ReferenceEquals(board, _board))
        {
            _board = board;
            Arrange();
        }
    }

    private static string KeyOf(CheckRow row) => row.Id.ToString("N");

    private void Arrange()
    {
        _rows = _filter.Apply(_board.Rows);
        _views = _filter.Views(_board.Rows);
        _sites = [.. _board.Rows.DistinctBy(r => r.SiteId).Select(r => new Segment(r.SiteId.ToString(), r.SiteName))];
    }

    private void Go(CheckFilter filter) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["show"] = filter.Show == CheckFilter.Default ? null : filter.Show,
            ["q"] = string.IsNullOrWhiteSpace(filter.Text) ? null : filter.Text,
            ["site"] = filter.Site?.ToString(),
        }),
        replace: true);

    private void Open(CheckRow row) => Navigation.NavigateTo($"/assets/{row.AssetId}");

    private Task PauseAsync() => SetPausedAsync(PausedSince is null);

    private Task RunAsync() => _mayRun && Current is { } row ? _run.ShowAsync(row) : Task.CompletedTask;

    private async Task SwitchAsync(bool on)
    {
        var rows = _board.Rows.Where(r => _checked.Contains(KeyOf(r)) && r.Enabled != on).ToList();
        if (rows.Count == 0)
        {
            Toasts.Say($"They are {(on ? "on" : "off")} already.", "info");
            return;
        }

        var names = rows.ConvertAll(r => $"{r.AssetName}: {r.Name}");
        var what = rows.Count == 1 ? "1 check" : $"{rows.Count} checks";
        if (!on && !await Confirm.AskAsync(new ConfirmQuestion($"Switch off {what}?", $"Switch off {what}", "They no longer run and alarm nobody; their open alerts clear.", names)))
        {
            return;
        }

        await SwitchAsync([.. rows.Select(r => r.Id)], on);
        _checked = new HashSet<string>(StringComparer.Ordinal);
        Toasts.Say($"Switched {what} {(on ? "on" : "off")}.", "ok", "Undo", () => SwitchAsync([.. rows.Select(r => r.Id)], !on));
    }

    private async Task SwitchAsync(IReadOnlyCollection<Guid> ids, bool on) => await Switch.HandleAsync(ids, on, await Actor.GetAsync(), Gone);
}
