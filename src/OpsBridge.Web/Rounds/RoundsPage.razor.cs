using Microsoft.AspNetCore.Components;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Rounds;

/// <summary>What is due now, what comes, and what was done.</summary>
public sealed partial class RoundsPage
{
    private const string Now = "now";
    private const string History = "history";
    private const int PageLength = 50;
    private const int Ahead = 2; // an hourly round would bury the others
    private static readonly Segment[] s_shows = [new(Now, "Now"), new(History, "History")];

    private IReadOnlyList<RoundRow> _rows = [];
    private IReadOnlyList<RoundRow> _due = [];
    private IReadOnlyList<RoundRow> _coming = [];
    private IReadOnlyList<RoundRow> _ended = [];
    private IReadOnlyList<RoundRow> _history = [];
    private IReadOnlyList<(Guid Id, string Name)> _desks = [];
    private string? _next;
    private string _show = Now;
    private Guid? _desk;
    private int _overdue;

    /// <summary>Now or history.</summary>
    [SupplyParameterFromQuery(Name = "show")]
    public string? Show { get; set; }

    /// <summary>Key of the desk; all when empty.</summary>
    [SupplyParameterFromQuery(Name = "desk")]
    public string? Desk { get; set; }

    /// <inheritdoc />
    protected override string[] Topics => ["rounds", "round_readings"];

    /// <inheritdoc />
    protected override TimeSpan? Look => TimeSpan.FromSeconds(20); // rounds open and become overdue by the clock

    /// <inheritdoc />
    protected override IReadOnlyList<string> Feeders { get; } = [RoundsKeeper.PulseName];

    [Inject] private IRoundBook Book { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    private static IReadOnlyList<Segment> Shows => s_shows;

    private string Nothing => ReadAt is null ? "Reading…" : _coming.Count > 0 ? "Nothing is to be done now." : _rows.Count == 0 ? "No checklist makes rounds yet. A supervisor writes and approves one." : "Nothing is to be done.";

    private string Words => ReadAt is null ? "" : (_due.Count, _overdue) switch
    {
        (0, _) => "Nothing is due now",
        (var due, 0) => $"{RoundWords.Many(due, "round")} to do",
        var (due, overdue) => $"{RoundWords.Many(due, "round")} to do, {overdue} overdue",
    };

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (ReadAt is not null)
        {
            await RefreshNowAsync(); // the address changed
        }
    }

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var actor = await Current.GetAsync();
        (_show, _desk) = (Show == History ? History : Now, Guid.TryParse(Desk, out var desk) ? desk : null);
        var now = await Book.NowAsync(actor, Gone);
        _rows = now.Rows;
        _desks = [.. _rows.Select(r => (r.DeskId, r.DeskName)).Distinct().OrderBy(d => d.DeskName, StringComparer.OrdinalIgnoreCase)];
        var mine = _rows.Where(r => _desk is null || r.DeskId == _desk).ToList();
        _due = [.. mine.Where(r => r.IsOpen && r.State != RoundState.Waiting).OrderByDescending(r => now.MyDesks.Contains(r.DeskId)).ThenBy(r => r.DueAt)];
        _coming = [.. mine.Where(r => r.State == RoundState.Waiting).GroupBy(r => r.ChecklistId).SelectMany(g => g.Take(Ahead)).OrderBy(r => r.DueAt)];
        _ended = [.. mine.Where(r => !r.IsOpen)];
        _overdue = _due.Count(r => r.State == RoundState.Overdue);
        if (_show == History)
        {
            var page = await Book.HistoryAsync(new RoundFilter(DeskId: _desk), null, Math.Max(PageLength, _history.Count), actor, Gone);
            (_history, _next) = (page.Items, page.Next);
        }
    }

    private async Task OlderAsync()
    {
        var page = await Book.HistoryAsync(new RoundFilter(DeskId: _desk), _next, PageLength, await Current.GetAsync(), Gone);
        (_history, _next) = ([.. _history, .. page.Items], page.Next);
    }

    private void Go(string? show, string? desk) => Navigation.NavigateTo($"/rounds?show={show ?? Now}{(string.IsNullOrEmpty(desk) ? "" : $"&desk={desk}")}", replace: true);
}
