using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using OpsBridge.Identity;
using OpsBridge.Live;
using OpsBridge.Operations;
using OpsBridge.Shell;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Alerts;

/// <summary>The list of alerts with its preview, worked by keyboard; what it shows stands in the address.</summary>
public sealed partial class AlertTriage : DependentComponent
{
    private static readonly TimeSpan s_recently = TimeSpan.FromHours(24);
    private static readonly HashSet<string> s_noTicks = new(StringComparer.Ordinal);
    private readonly List<TriageQuery> _own = []; // addresses asked for here; the browser's late echo of one must not bring it back
    private TriageQuery _query = new();
    private AlertBoardView _view = AlertBoardView.Empty;
    private IReadOnlyList<AlertRow>? _closed;
    private TriageRows _rows = TriageRows.Empty;
    private IReadOnlyList<string> _sites = [];
    private IReadOnlySet<string> _ticked = s_noTicks;
    private AlertRow? _selected;
    private Actor? _actor;
    private bool _mayHandle;
    private DateTimeOffset? _pausedSince;
    private string _path = "";

    /// <summary>Heading.</summary>
    [Parameter] public string Title { get; set; } = "Alerts";

    /// <inheritdoc />
    protected override string[] Topics => ["alerts", "assets", "sites"];

    [Inject] private IAlertBoard Board { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private LiveState Live { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    private string? SelectedKey => _query.Selected?.ToString(CultureInfo.InvariantCulture);

    private IReadOnlyList<AlertRow> TickedRows => [.. _view.Rows.Where(r => _ticked.Contains(KeyOf(r)))];

    private IReadOnlyList<Segment> Tabs =>
    [
        Tab(TriageQuery.Unhandled, "Unhandled"), Tab(TriageQuery.Mine, "Mine"), Tab(TriageQuery.Handled, "Handled"),
        Tab(TriageQuery.Returned, "Returned"), Tab(TriageQuery.All, "All"), Tab(TriageQuery.Closed, "Closed 24 h"),
    ];

    private string EmptyWords => _query switch
    {
        { Narrowed: true } => "No alert matches the filter.",
        { View: TriageQuery.Unhandled } => "Nothing is unhandled.",
        { View: TriageQuery.Mine } => "Nothing is yours. Take an alert with t.",
        { View: TriageQuery.Handled } => "Nothing open is acknowledged.",
        { View: TriageQuery.Returned } => "Nothing went away unseen.",
        { View: TriageQuery.Closed } => "Nothing was closed in the last 24 hours.",
        _ => "No alert is open.",
    };

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        base.OnInitialized();
        var at = new Uri(Navigation.Uri);
        (_path, _query) = (at.AbsolutePath, TriageQuery.Parse(at.Query));
        Navigation.LocationChanged += FollowAddress;
    }

    /// <inheritdoc />
    protected override ValueTask LeaveAsync()
    {
        Navigation.LocationChanged -= FollowAddress;
        if (_pausedSince is not null)
        {
            Live.ShowLive();
        }

        return base.LeaveAsync();
    }

    /// <inheritdoc />
    protected override Task PartsChangedAsync()
    {
        if (_pausedSince is { } since && OldSince is null)
        {
            Live.ShowPaused(since);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        _actor = await Current.GetAsync();
        _mayHandle = _actor.May(Permissions.HandleAlerts);
        var view = await Board.OpenAsync(_actor, Gone);
        _closed = _query.View == TriageQuery.Closed ? await Board.ClosedSinceAsync(Clock.GetUtcNow() - s_recently, _actor, Gone) : null;
        _view = view;
        _sites = [.. view.Rows.Select(TriageRows.SiteOf).Distinct(StringComparer.Ordinal).Order(StringComparer.CurrentCultureIgnoreCase)];
        Arrange();
        await FindSelectedAsync(_actor);
    }

    private static string KeyOf(AlertRow row) => row.Id.ToString(CultureInfo.InvariantCulture);

    private static string Where(AlertRow row) => $"{row.AssetName ?? "no asset"} · {TriageRows.SiteOf(row)}";

    // What somebody handles is never loud.
    private static string? ClassOf(AlertRow row) => row.Unhandled ? null : "calm";

    private static string GroupWords(HotGroup<AlertRow> group)
    {
        var unhandled = group.Items.Count(r => r.Unhandled);
        var counts = unhandled == group.Items.Count || unhandled == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{group.Items.Count:N0} {(unhandled > 0 ? "unhandled" : group.Items.Count == 1 ? "alert" : "alerts")}")
            : string.Create(CultureInfo.InvariantCulture, $"{unhandled:N0} unhandled of {group.Items.Count:N0}");
        return TriageRows.SharedLabels(group.Items) is { Length: > 0 } shared ? $"{counts} · shared: {shared}" : counts;
    }

    private Segment Tab(string view, string text) => new(view, text, _rows.Counts.GetValueOrDefault(view));

    private void Arrange()
    {
        if (_actor is not null)
        {
            _rows = _query.Apply(_view.Rows, _closed, _actor, Clock.GetUtcNow());
        }
    }

    private async Task FindSelectedAsync(Actor actor)
    {
        if (_query.Selected is not { } id)
        {
            _selected = null;
            return;
        }

        _selected = _view.Rows.FirstOrDefault(r => r.Id == id) ?? _closed?.FirstOrDefault(r => r.Id == id) ?? await Board.FindAsync(id, actor, Gone);
    }

    private async Task SelectAsync(string? key) =>
        await GoAsync(_query with { Selected = long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null });

    private async Task GoAsync(TriageQuery query)
    {
        if (query == _query)
        {
            return;
        }

        _own.Add(query);
        Navigation.NavigateTo($"{_path}{query.ToQuery()}", replace: true);
        await ShowAsync(query);
    }

    private async Task ShowAsync(TriageQuery query)
    {
        var other = query.Key != _query.Key;
        _query = query;
        if (other)
        {
            _ticked = s_noTicks;
            await RefreshNowAsync();
        }
        else if (_actor is not null)
        {
            _selected = _view.Rows.FirstOrDefault(r => r.Id == query.Selected);
            if (_selected is null)
            {
                await RefreshNowAsync();
            }
        }
    }

    private void FollowAddress(object? sender, LocationChangedEventArgs change)
    {
        var at = new Uri(change.Location);
        if (at.AbsolutePath == _path && TriageQuery.Parse(at.Query) is var query && !_own.Remove(query) && query != _query)
        {
            _ = InvokeAsync(() => ShowAsync(query));
        }
    }

    private void Open(AlertRow row) => Navigation.NavigateTo($"/alerts/{KeyOf(row)}");

    private async Task ClearTicksAsync()
    {
        _ticked = s_noTicks;
        await RefreshNowAsync();
    }

    private void TickAsync(IReadOnlySet<string> ticked) => _ticked = ticked;

    private void PauseAsync()
    {
        _pausedSince = _pausedSince is null ? Clock.GetUtcNow() : null;
        if (_pausedSince is { } since)
        {
            Live.ShowPaused(since);
        }
        else
        {
            Live.ShowLive();
        }
    }
}
