using System.Globalization;
using Microsoft.AspNetCore.Components;
using OpsBridge.Alerts;
using OpsBridge.Alerts.Board;
using OpsBridge.Identity;
using OpsBridge.Live;
using OpsBridge.Monitoring;
using OpsBridge.Operations;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Wall;

/// <summary>The screen on the wall: read from five metres, by people who are on the phone. Nobody touches it.</summary>
public sealed partial class WallPage : DependentComponent
{
    private const int RowsPerPage = 10;
    private const int Tiles = 6;
    private const int MostShown = 200; // twenty pages of ten seconds: beyond that nobody reads a wall
    private static readonly TimeSpan s_turn = TimeSpan.FromSeconds(10);
    private IReadOnlyList<AlertRow> _unhandled = [];
    private IReadOnlyList<SiteTile> _sites = [];
    private IReadOnlyList<WallCount> _counts = [];
    private Task _turning = Task.CompletedTask;
    private int _page;
    private int _all;

    /// <inheritdoc />
    protected override string[] Topics => [AlertBoard.Topic, .. CheckBoard.Topics];

    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    [Inject] private IAlertBoard Alerts { get; set; } = default!;

    [Inject] private ISiteOverview Overview { get; set; } = default!;

    [Inject] private Pulses Pulses { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    private int Pages => (_unhandled.Count + RowsPerPage - 1) / RowsPerPage;

    private IEnumerable<AlertRow> Shown => _unhandled.Skip(_page * RowsPerPage).Take(RowsPerPage);

    private string Words => string.Create(CultureInfo.InvariantCulture, $"{(_page * RowsPerPage) + 1} to {Math.Min(_unhandled.Count, (_page + 1) * RowsPerPage)} of {_all:N0} unhandled");

    // The age of what is shown is the age of the oldest last sign of life: nothing can have changed unseen for longer.
    private string Age => OldSince is null && Pulses.Read().Min(p => p.LastBeat) is { } oldest
        ? $"Data at most {DurationText.Show(Clock.GetUtcNow() - oldest)} old"
        : "Data may be old";

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        base.OnInitialized();
        _turning = TurnAsync();
    }

    /// <inheritdoc />
    protected override async ValueTask LeaveAsync()
    {
        await _turning;
        await base.LeaveAsync();
    }

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var actor = await Current.GetAsync();
        var view = await Alerts.OpenAsync(actor, Gone);
        _sites = actor.May(Permissions.ViewChecks) ? await Overview.ReadAsync(actor, Gone) : [];
        // Worst first, then by number, which is the order of raising.
        _unhandled = [.. view.Rows.Where(r => r.Unhandled).Take(MostShown)];
        _all = view.Counts.Unhandled.All;
        _counts =
        [
            Count(view.Counts, AlertSeverity.Critical), Count(view.Counts, AlertSeverity.Major), Count(view.Counts, AlertSeverity.Warning),
            new WallCount(view.Counts.Unowned, "unowned", "major", "pending"),
        ];
        _page = Math.Clamp(_page, 0, Math.Max(0, Pages - 1));
    }

    private static WallCount Count(AlertCounts counts, AlertSeverity severity)
    {
        var name = severity.ToString().ToLowerInvariant();
        return new WallCount(counts.Unhandled[severity], name, name, name);
    }

    private async Task TurnAsync()
    {
        using var timer = new PeriodicTimer(s_turn, Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(Gone))
            {
                _page = Pages > 1 ? (_page + 1) % Pages : 0;
                await InvokeAsync(StateHasChanged);
            }
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
            // The screen has gone.
        }
    }

    private sealed record WallCount(int Number, string Label, string Tone, string Shape);
}
