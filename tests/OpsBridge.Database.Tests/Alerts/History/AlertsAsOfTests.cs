using OpsBridge.Alerts.Handling;
using OpsBridge.Identity;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Alerts.History;

public sealed class AlertsAsOfTests(PostgresServer server) : IAsyncLifetime
{
    private HandlingDesk _desk = default!;

    public async ValueTask InitializeAsync() => _desk = await HandlingDesk.CreateAsync(server);

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task The_board_shows_each_moment_as_it_was()
    {
        var moments = new List<DateTimeOffset>();
        var id = await _desk.RaiseAsync("disk", s => s with { Severity = AlertSeverity.Warning });
        await NextAsync(() => _desk.DoAsync(new AlertVerb.Acknowledge(), _desk.Ann, [id]));
        await NextAsync(() => _desk.ReportAsync(["disk"], s => s with { Severity = AlertSeverity.Critical }));
        await NextAsync(() => _desk.DoAsync(new AlertVerb.Shelve(ShelfKind.UntilTime, _desk.Now.AddHours(2)), _desk.Bob, [id], "known"));
        await NextAsync(() => _desk.DoAsync(new AlertVerb.Unshelve(), _desk.Bob, [id]));
        await NextAsync(() => _desk.ClearAsync("disk"));
        await NextAsync(() => _desk.DoAsync(new AlertVerb.Close(), _desk.Ann, [id]));
        await NextAsync(() => Task.CompletedTask);

        var then = new List<string>();
        foreach (var at in moments)
        {
            then.Add(await OneAsync(at));
        }

        Assert.Equal(
            [
                "Unacknowledged Warning by - ack -", "Acknowledged Warning by Ann ack Ann", "Unacknowledged Critical by Ann ack -",
                "Shelved Critical by Ann ack -", "Unacknowledged Critical by Ann ack -", "ReturnedUnacknowledged Critical by Ann ack -", "nothing",
            ],
            then);
        Assert.Equal("nothing", await OneAsync(new DateTimeOffset(2026, 1, 5, 7, 59, 0, TimeSpan.Zero)));

        // Half way between what was done before and what is done next.
        async Task NextAsync(Func<Task> step)
        {
            _desk.Clock.FastForward(TimeSpan.FromMinutes(5));
            moments.Add(_desk.Now);
            _desk.Clock.FastForward(TimeSpan.FromMinutes(5));
            await step();
        }
    }

    [Fact]
    public async Task A_close_that_was_undone_is_closed_in_between()
    {
        var id = await _desk.RaiseAsync("undone");
        await _desk.ClearAsync("undone");
        var action = (await _desk.DoAsync(new AlertVerb.Close(), _desk.Ann, [id])).ActionId;
        _desk.Clock.FastForward(TimeSpan.FromMinutes(2));
        var between = _desk.Now;
        _desk.Clock.FastForward(TimeSpan.FromMinutes(2));
        await _desk.UndoAsync(action, _desk.Ann);
        _desk.Clock.FastForward(TimeSpan.FromMinutes(2));

        Assert.Equal("nothing", await OneAsync(between));
        Assert.StartsWith("ReturnedUnacknowledged", await OneAsync(_desk.Now), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_open_for_days_and_what_was_open_for_minutes_are_both_found()
    {
        var start = _desk.Now;
        var old = await _desk.RaiseAsync("old");
        var still = await _desk.RaiseAsync("still");
        _desk.Clock.FastForward(TimeSpan.FromDays(10));
        await _desk.RaiseAsync("brief");
        await _desk.RaiseAsync("worst", s => s with { Severity = AlertSeverity.Critical });
        _desk.Clock.FastForward(TimeSpan.FromMinutes(1));
        var moment = _desk.Now;
        _desk.Clock.FastForward(TimeSpan.FromMinutes(1));
        await _desk.DoAsync(new AlertVerb.Acknowledge(), _desk.Ann, [(await _desk.FindAsync("brief")).Id, (await _desk.FindAsync("worst")).Id]);
        await _desk.ClearAsync("brief", "worst");
        _desk.Clock.FastForward(TimeSpan.FromDays(10));
        await _desk.DoAsync(new AlertVerb.Acknowledge(), _desk.Ann, [old]);
        await _desk.ClearAsync("old");
        await _desk.DoAsync(new AlertVerb.Acknowledge(), _desk.Ann, [still]);
        _desk.Clock.FastForward(TimeSpan.FromDays(300));

        Assert.Equal(["worst", "old", "still", "brief"], (await BoardAsync(moment)).Alerts.Select(a => a.Labels["name"]));
        Assert.Equal(["old", "still"], (await BoardAsync(start)).Alerts.Select(a => a.Labels["name"]));
        Assert.All((await BoardAsync(moment)).Alerts, a => Assert.Equal(AlertState.Unacknowledged, a.Standing.State));
        Assert.Equal(["still"], (await BoardAsync(_desk.Now)).Alerts.Select(a => a.Labels["name"]));
    }

    [Fact]
    public async Task A_moment_to_come_and_one_that_is_kept_no_more_are_named()
    {
        var board = _desk.Get<AlertsAsOf>();

        Assert.IsType<AsOfView.Future>(await board.ReadAsync(_desk.Now.AddSeconds(1), _desk.Ann, HandlingDesk.Ct));
        var old = Assert.IsType<AsOfView.TooOld>(await board.ReadAsync(_desk.Now.AddDays(-402), _desk.Ann, HandlingDesk.Ct));
        Assert.Equal(new DateTimeOffset(2024, 12, 1, 0, 0, 0, TimeSpan.Zero), old.Earliest);
        await Assert.ThrowsAsync<PermissionDeniedException>(() => board.ReadAsync(_desk.Now, Actor.Internal("nobody"), HandlingDesk.Ct));
    }

    private async Task<AsOfView.Board> BoardAsync(DateTimeOffset at) =>
        Assert.IsType<AsOfView.Board>(await _desk.Get<AlertsAsOf>().ReadAsync(at, _desk.Ann, HandlingDesk.Ct));

    private async Task<string> OneAsync(DateTimeOffset at) => (await BoardAsync(at)).Alerts switch
    {
        [] => "nothing",
        [{ Standing: var s }] => $"{s.State} {s.Severity} by {s.Owner ?? "-"} ack {s.AcknowledgedBy ?? "-"}",
        var more => $"{more.Count} alerts",
    };
}
