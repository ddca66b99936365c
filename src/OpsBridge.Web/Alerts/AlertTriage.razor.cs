using System.Globalization;
using Microsoft.AspNetCore.Components;
using OpsBridge.Alerts.Correlation;
using OpsBridge.Alerts.Flood;
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
    private static readonly HashSet<string> s_noTicks = new(StringComparer.Ordinal);
    private TriageQuery _query = new();
    private AlertBoardView _view = AlertBoardView.Empty;
    private TriageRows _rows = TriageRows.Empty;
    private FloodView _flood = FloodView.Calm;
    private (string Name, int Groups)? _fold;
    private IReadOnlySet<string> _ticked = s_noTicks;
    private AlertRow? _selected;
    private HotList<AlertRow>? _list;
    private Actor? _actor;
    private bool _mayHandle;
    private bool _fresh;
    private DateTimeOffset? _pausedSince;

    /// <summary>Heading.</summary>
    [Parameter] public string Title { get; set; } = "Alerts";

    /// <inheritdoc />
    protected override string[] Topics => ["grouping_rules", AlertBoard.Topic, PresenceBoard.Topic, FloodWatch.Topic];

    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromMilliseconds(200); // shorter than the board's own pace, so that each of its snapshots is shown

    [Inject] private IAlertBoard Board { get; set; } = default!;

    [Inject] private IBoardSnapshot Snapshot { get; set; } = default!;

    [Inject] private TriageBoard Triage { get; set; } = default!;

    [Inject] private TriageSurroundings Around { get; set; } = default!;

    [Inject] private PresenceBoard Presence { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private RankDesk Ranks { get; set; } = default!;

    [Inject] private LiveState Live { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    private EventCallback<HotDrop> Droppable => _mayHandle ? EventCallback.Factory.Create<HotDrop>(this, DropAsync) : default;

    private string? SelectedKey => _query.Selected?.ToString(CultureInfo.InvariantCulture);

    private IReadOnlyList<AlertRow> TickedRows =>
        [.. _ticked.Select(k => _view.Find(long.Parse(k, NumberStyles.None, CultureInfo.InvariantCulture))).OfType<AlertRow>()];

    private string? Note => _view.Truncated
        ? string.Create(CultureInfo.InvariantCulture, $"More than {AlertBoard.Limit:N0} are open; the mildest and youngest are left out.")
        : null;

    private IReadOnlyList<Segment> Tabs =>
    [
        Tab(TriageQuery.Unhandled, "Unhandled"), Tab(TriageQuery.Mine, "Mine"), Tab(TriageQuery.Handled, "Handled"),
        Tab(TriageQuery.Returned, "Returned"), Tab(TriageQuery.Forgotten, "Forgotten"), Tab(TriageQuery.All, "All"),
    ];

    private string EmptyWords => _query switch
    {
        { Narrowed: true } => "No alert matches the filter.",
        { View: TriageQuery.Unhandled } => "Nothing is unhandled.",
        { View: TriageQuery.Mine } => "Nothing is yours. Take an alert with t.",
        { View: TriageQuery.Handled } => "Nothing open is acknowledged.",
        { View: TriageQuery.Returned } => "Nothing went away unseen.",
        { View: TriageQuery.Forgotten } => "Nothing is forgotten: no old acknowledgement, no silence about to end, every owner is here.",
        _ => "No alert is open.",
    };

    /// <inheritdoc />
    protected override async Task StartAsync()
    {
        _actor = await Current.GetAsync();
        await FindAddressAsync(_actor);
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
        var fresh = _fresh;
        _view = fresh || Snapshot.Current(_actor) is not { } shown ? await Board.OpenAsync(_actor, Gone) : shown;
        _fresh = false;
        _rows = Triage.Read(_query, _view, _actor, _query.Group == TriageQuery.ByRules ? await Around.Groups.OfAsync(_view, _actor, Gone) : null);
        _flood = Around.Flood.Current(_actor);
        _fold = _flood.Since is null ? null : Around.Labels.BestFold(_view);
        await FindSelectedAsync(_actor, again: fresh);
    }

    private static string KeyOf(AlertRow row) => row.Id.ToString(CultureInfo.InvariantCulture);

    private static string Where(AlertRow row) => $"{row.AssetName ?? "no asset"} · {TriageRows.SiteOf(row)}";

    // What somebody handles is never loud.
    private static string? ClassOf(AlertRow row) => row.Unhandled ? null : "calm";

    private Segment Tab(string view, string text) => new(view, text, _rows.Counts.TryGetValue(view, out var count) ? count : null);

    /// <summary>The selected alert: from the board, or once it has left that from the table.</summary>
    private async Task FindSelectedAsync(Actor actor, bool again)
    {
        if (_query.Selected is not { } id)
        {
            _selected = null;
        }
        else if (_view.Find(id) is { } row)
        {
            _selected = row;
        }
        else if (again || _selected?.Id != id || _selected.State != AlertState.Closed)
        {
            _selected = await Board.FindAsync(id, actor, Gone);
        }
    }

    private async Task DropAsync(HotDrop drop)
    {
        await Ranks.DropAsync(_view, drop.Keys, drop.Onto);
        await RankedAsync(drop.Keys);
    }

    // Who ranks wants to see the symptoms go under their cause at once, though the list stands still under those who work in it.
    private Task RankedAsync(IEnumerable<string> keys)
    {
        _list?.TakeInNext();
        _ticked = _ticked.Except(keys, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        return AfterActionAsync();
    }

    private Task GroupByAsync(string label) => GoAsync(_query with { Group = label, Then = null, Folds = new HotFolds(true, "") });

    // What the operator just did must be seen in it, whatever the pace of the board.
    private Task AfterActionAsync()
    {
        _fresh = true;
        return RefreshNowAsync();
    }

    private void Open(AlertRow row) => Navigation.NavigateTo($"/alerts/{KeyOf(row)}");

    private async Task ClearTicksAsync()
    {
        _ticked = s_noTicks;
        await AfterActionAsync();
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
