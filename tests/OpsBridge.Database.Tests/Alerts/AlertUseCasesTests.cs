using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Alerts.Handling;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Live;
using OpsBridge.Support;
using OpsBridge.Timeline;
using Xunit;

namespace OpsBridge.Alerts;

public sealed class AlertUseCasesTests(TestDatabase database, PostgresServer server) : IClassFixture<TestDatabase>
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly Actor s_poller = Actor.Internal("poller", Permissions.ReportAlerts);
    private readonly Actor _ann = Actor.InRole(Guid.CreateVersion7(), "Ann", Role.Operator);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ApplySignals Signals => new(database.Contexts);

    [Fact]
    public async Task Ten_reports_of_one_condition_at_once_are_one_alert()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Signals.HandleAsync([Firing("same")], s_poller, Ct)));

        var alert = Assert.Single(await OpenAsync("same"));
        Assert.Equal(10, alert.Count);
    }

    [Fact]
    public async Task A_condition_that_goes_and_comes_back_after_closing_is_a_new_alert()
    {
        var id = await RaiseAsync("again");
        await AcknowledgeAsync(id);
        await Signals.HandleAsync([Firing("again") with { Firing = false }], s_poller, Ct);
        Assert.Empty(await OpenAsync("again"));

        await Signals.HandleAsync([Firing("again")], s_poller, Ct);

        Assert.NotEqual(id, Assert.Single(await OpenAsync("again")).Id);
        Assert.Equal(["alert.raised", "alert.acknowledged", "alert.closed"], (await TimelineOfAsync(id)).Select(t => t.Kind));
    }

    [Fact]
    public async Task An_alert_hidden_by_its_parent_comes_back_by_itself()
    {
        await RaiseAsync("child");

        await Signals.HandleAsync([Firing("child") with { HiddenBecause = "unreachable because core-sw is down" }], s_poller, Ct);
        Assert.Equal(AlertState.Suppressed, Assert.Single(await OpenAsync("child")).State);

        await Signals.HandleAsync([Firing("child")], s_poller, Ct);
        Assert.Equal(AlertState.Unacknowledged, Assert.Single(await OpenAsync("child")).State);
    }

    [Fact]
    public async Task Hiding_raises_nothing()
    {
        var outcomes = await Signals.HandleAsync([Firing("never") with { HiddenBecause = "x" }], s_poller, Ct);

        Assert.Equal([SignalOutcome.Nothing], outcomes);
        Assert.Empty(await OpenAsync("never"));
    }

    [Fact]
    public async Task Without_the_permission_nothing_is_reported()
    {
        var viewer = Actor.InRole(Guid.CreateVersion7(), "Vic", Role.Viewer);

        await Assert.ThrowsAsync<PermissionDeniedException>(() => Signals.HandleAsync([Firing("denied")], viewer, Ct));

        Assert.Empty(await OpenAsync("denied"));
    }

    [Fact]
    public async Task The_board_shows_the_worst_first_and_pages_by_key()
    {
        await using var own = await TestDatabase.CreateAsync(server);
        var signals = new ApplySignals(own.Contexts);
        await signals.HandleAsync([Firing("a") with { Severity = AlertSeverity.Warning }, Firing("b") with { Severity = AlertSeverity.Critical }, Firing("c")], s_poller, Ct);
        using var board = new AlertBoard(own.Contexts, new LiveFeed(), TimeProvider.System);

        var open = await board.OpenAsync(_ann, Ct);
        var first = await board.PageAsync(true, null, 2, _ann, Ct);
        var second = await board.PageAsync(true, long.Parse(first.Next!), 2, _ann, Ct);

        Assert.Equal(["b", "c", "a"], open.Rows.Select(r => r.Labels["name"]));
        Assert.Equal(["c", "b", "a"], first.Items.Concat(second.Items).Select(r => r.Labels["name"]));
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task History_cannot_be_changed_and_every_edit_behind_its_back_is_found()
    {
        await using var own = await TestDatabase.CreateAsync(server);
        await new ApplySignals(own.Contexts).HandleAsync([Firing("a"), Firing("b"), Firing("c")], s_poller, Ct);

        Assert.Null(await ScalarAsync(own, "select timeline_first_broken()"));
        foreach (var change in (string[])["update timeline set text = 'x'", "delete from timeline", "truncate timeline cascade", "update timeline_chain set hash = ''"])
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync(own, change));
            Assert.Contains("append-only", refused.MessageText, StringComparison.Ordinal);
        }

        await ScalarAsync(own, "alter table timeline disable trigger user; update timeline set why = 'changed' where id = (select entry_id from timeline_chain where seq = 2)");
        Assert.Equal(2L, await ScalarAsync(own, "select timeline_first_broken()"));
    }

    [Fact]
    public async Task Many_writers_extend_one_chain_without_a_gap()
    {
        await using var own = await TestDatabase.CreateAsync(server);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => new ApplySignals(own.Contexts).HandleAsync([Firing($"w{i}"), Firing($"v{i}")], s_poller, Ct)));

        Assert.Equal(24L, await ScalarAsync(own, "select max(seq) from timeline_chain"));
        Assert.Null(await ScalarAsync(own, "select timeline_first_broken()"));
    }

    [Fact]
    public async Task The_newest_word_wins_over_a_lost_signal()
    {
        var feed = new LiveFeed();
        using var board = new AlertBoard(database.Contexts, feed, TimeProvider.System);
        Assert.DoesNotContain((await board.OpenAsync(_ann, Ct)).Rows, r => r.Labels["name"] == "fresh");

        await RaiseAsync("fresh");
        Assert.DoesNotContain((await board.OpenAsync(_ann, Ct)).Rows, r => r.Labels["name"] == "fresh"); // nothing was announced to this feed

        feed.PublishAll();
        Assert.Contains((await board.OpenAsync(_ann, Ct)).Rows, r => r.Labels["name"] == "fresh");
    }

    private static AlertSignal Firing(string name) => new(Labels.Of(("name", name)), true, AlertSeverity.Major, $"{name} is broken", s_noon);

    private static async Task<object?> ScalarAsync(TestDatabase own, string sql)
    {
        await using var command = own.Source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Ct) is { } value and not DBNull ? value : null;
    }

    private Task<IReadOnlyList<HandledAlert>> AcknowledgeAsync(long id) => new AlertSteps(database.Contexts).MoveAsync(
        [id], static (_, _) => Task.CompletedTask, a => a.Handle(new AlertVerb.Acknowledge(), "on it", _ann, s_noon), _ann, Ct);

    private async Task<long> RaiseAsync(string name)
    {
        await Signals.HandleAsync([Firing(name)], s_poller, Ct);
        return Assert.Single(await OpenAsync(name)).Id;
    }

    private async Task<IReadOnlyList<Alert>> OpenAsync(string name)
    {
        var fingerprint = Firing(name).Identity.Fingerprint();
        await using var db = await database.Contexts.CreateDbContextAsync(Ct);
        return await db.Set<Alert>().Where(a => a.Fingerprint == fingerprint && a.State != AlertState.Closed).ToListAsync(Ct);
    }

    private async Task<IReadOnlyList<TimelineRow>> TimelineOfAsync(long id) =>
        [.. (await new TimelineReader(database.Contexts).OfSubjectAsync("alert", $"{id}", 100, _ann, Ct)).Reverse()];
}
