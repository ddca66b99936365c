using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using OpsBridge.Alerts.Archive;
using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.Operations;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Alerts;

/// <summary>Alerts of any time, page by page; what it shows stands in the address.</summary>
public sealed partial class AlertHistoryPage : DependentComponent
{
    private const string Example = "site=\"Zurich DC\", team=~\"db|web\"";
    private static readonly ArchivePage s_nothing = new([], null, null, null);
    private static readonly Segment[] s_spans = [new("24h", "24 h"), new("7d", "7 days"), new("30d", "30 days"), new("400d", "400 days")];
    private ArchiveQuery _query = new();
    private ArchivePage _page = s_nothing;
    private AlertBoardView _view = AlertBoardView.Empty;
    private IReadOnlyList<SiteRow> _sites = [];
    private string? _error;
    private string? _selected;

    /// <inheritdoc />
    protected override string[] Topics => ["sites"]; // the past does not move under the reader's eyes

    [Inject] private IAlertArchive Archive { get; set; } = default!;

    [Inject] private IBoardSnapshot Snapshot { get; set; } = default!;

    [Inject] private ISiteList Sites { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    private string State => _error is not null ? $"Not a filter yet: {_error}"
        : _page.SearchedTo is { } to ? $"Searched back to {Time.Show(to)}"
        : _page.Rows.Count == 1 ? "1 alert" : string.Create(CultureInfo.InvariantCulture, $"{_page.Rows.Count} alerts on this page");

    private string Words => _page.Rows is [var first, .., var last] ? $"{Time.Show(first.RaisedAt)} back to {Time.Show(last.RaisedAt)}" : "";

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        base.OnInitialized();
        _query = ArchiveQuery.Parse(new Uri(Navigation.Uri).Query);
        Navigation.LocationChanged += Follow;
    }

    /// <inheritdoc />
    protected override ValueTask LeaveAsync()
    {
        Navigation.LocationChanged -= Follow;
        return base.LeaveAsync();
    }

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var (query, actor) = (_query, await Current.GetAsync());
        _sites = actor.May(Permissions.ViewAssets) ? await Sites.ReadAsync(actor, Gone) : [];
        _view = Snapshot.Current(actor) ?? AlertBoardView.Empty;
        var (filter, error) = query.ToFilter(Clock.GetUtcNow());
        var place = query.Place ?? (query.Page > 1 ? await Archive.SeekAsync(filter, query.Page, ArchiveQuery.PageSize, actor, Gone) : null);
        var page = query.Page > 1 && place is null
            ? s_nothing
            : await Archive.ReadAsync(filter, place, query.Backwards, ArchiveQuery.PageSize, actor, Gone);
        if (query == _query)
        {
            (_page, _error) = (page, error);
        }
    }

    private static string KeyOf(AlertRow row) => row.Id.ToString(CultureInfo.InvariantCulture);

    private static string Path(ArchiveQuery query) => $"/alerts/history{query.ToQuery()}";

    private void Open(AlertRow row) => Navigation.NavigateTo($"/alerts/{KeyOf(row)}");

    // Another filter begins at its newest page.
    private void Go(ArchiveQuery query) => Navigation.NavigateTo(Path(query with { Place = null, Page = 0, Backwards = false }), replace: true);

    private void GoTo(string? local)
    {
        if (DateTime.TryParse(local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
        {
            var moment = new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(Skipped(DateTime.SpecifyKind(at, DateTimeKind.Unspecified)), Time.Zone), TimeSpan.Zero);
            var (filter, _) = _query.ToFilter(Clock.GetUtcNow());
            var query = moment < filter.From ? _query with { Span = ArchiveQuery.Spans[^1].Word, From = null } : _query;
            Navigation.NavigateTo(Path(query with { Place = new ArchivePlace(moment.AddMinutes(1), long.MaxValue), Page = 0, Backwards = false }), replace: true);
        }
    }

    // A clock time that the spring change skips means the same instant an hour later.
    private DateTime Skipped(DateTime local) => Time.Zone.IsInvalidTime(local) ? local.AddHours(1) : local;

    private void Follow(object? sender, LocationChangedEventArgs change)
    {
        var at = new Uri(change.Location);
        if (at.AbsolutePath == "/alerts/history" && ArchiveQuery.Parse(at.Query) is var query && query != _query)
        {
            _ = InvokeAsync(() =>
            {
                _query = query;
                return RefreshNowAsync();
            });
        }
    }
}
