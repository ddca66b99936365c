using OpsBridge.Alerts;
using OpsBridge.Live;
using OpsBridge.Support;
using OpsBridge.Timeline;
using Xunit;
using static OpsBridge.Maintenance.MaintainedEstate;

namespace OpsBridge.Maintenance;

public sealed class MaintenanceRoundsTests(PostgresServer server) : IAsyncLifetime
{
    private MaintainedEstate _estate = default!;

    public async ValueTask InitializeAsync() => _estate = await MaintainedEstate.CreateAsync(server);

    public ValueTask DisposeAsync() => _estate.DisposeAsync();

    private MaintenanceRounds Rounds => _estate.Get<MaintenanceRounds>();

    [Fact]
    public async Task At_the_end_the_alerts_that_still_fire_are_named_once_and_each_has_it_in_its_history()
    {
        await _estate.RaiseAsync("db-1", "db-2", "web-1");
        await _estate.SilenceAsync("asset=~\"db-.*\"", hours: 2);
        await _estate.SilenceAsync("asset=\"db-2\"", hours: 6); // hides one of them on
        await Rounds.MakeAsync(Ct);
        Assert.Empty(await _estate.NoticesAsync());
        _estate.Clock.FastForward(TimeSpan.FromHours(2));

        await Rounds.MakeAsync(Ct);
        await Rounds.MakeAsync(Ct);

        var notice = Assert.Single(await _estate.NoticesAsync(), n => n.What == NoticeKind.Ended);
        Assert.Equal((1, "The silence “patching” has ended. Unhandled again: db-1 is down"), (notice.Firing, notice.Text));
        var alert = await _estate.RowAsync("db-1");
        var history = await _estate.Get<ITimelineReader>().OfSubjectAsync("alert", $"{alert.Id}", 10, Viewer, Ct);
        Assert.Equal("alert.resurfaced", history[0].Kind);
        Assert.Single(await _estate.TimelineAsync("silence"), t => t == "silence.ended by OpsBridge");
    }

    [Fact]
    public async Task Ending_it_by_hand_is_said_as_well()
    {
        await _estate.RaiseAsync("db-1");
        var id = await _estate.SilenceAsync();
        _estate.Clock.FastForward(TimeSpan.FromMinutes(1));
        await _estate.Get<ExpireSilence>().HandleAsync(id, _estate.Bob, Ct);
        _estate.Hear();

        await Rounds.MakeAsync(Ct);

        Assert.Equal(1, Assert.Single(await _estate.NoticesAsync()).Firing);
    }

    [Fact]
    public async Task A_quarter_of_an_hour_before_the_end_it_warns_while_it_still_hides_something_that_fires()
    {
        await _estate.SilenceAsync(hours: 2);
        _estate.Clock.FastForward(TimeSpan.FromMinutes(105));
        Assert.Equal(_estate.Now.AddMinutes(15), await Rounds.MakeAsync(Ct));
        Assert.Empty(await _estate.NoticesAsync()); // nothing fires

        await _estate.RaiseAsync("db-1");
        await Rounds.MakeAsync(Ct);
        await Rounds.MakeAsync(Ct);

        Assert.Equal((NoticeKind.EndsSoon, 1), Assert.Single(await _estate.NoticesAsync()) is var notice ? (notice.What, notice.Firing) : default);
    }

    [Fact]
    public async Task An_end_that_was_moved_is_warned_of_again()
    {
        await _estate.RaiseAsync("db-1");
        var id = await _estate.SilenceAsync(hours: 2);
        _estate.Clock.FastForward(TimeSpan.FromMinutes(110));
        await Rounds.MakeAsync(Ct);
        await _estate.Get<ExtendSilence>().HandleAsync(id, _estate.Now.AddHours(1), _estate.Ann, Ct);
        _estate.Hear();
        await Rounds.MakeAsync(Ct);
        Assert.Single(await _estate.NoticesAsync());
        _estate.Clock.FastForward(TimeSpan.FromMinutes(50));

        await Rounds.MakeAsync(Ct);

        Assert.Equal(2, (await _estate.NoticesAsync()).Count(n => n.What == NoticeKind.EndsSoon));
    }

    [Fact]
    public async Task Two_processes_say_it_once()
    {
        await _estate.RaiseAsync("db-1");
        await _estate.SilenceAsync(hours: 1);
        _estate.Clock.FastForward(TimeSpan.FromHours(1));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Rounds.MakeAsync(Ct)));

        Assert.Single(await _estate.NoticesAsync());
        Assert.Single(await _estate.TimelineAsync("alert"), t => t.StartsWith("alert.resurfaced", StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_something_ends_every_page_is_told_at_that_moment_although_nobody_wrote_anything()
    {
        await _estate.SilenceAsync(hours: 1);
        var next = await Rounds.MakeAsync(Ct);
        using var pages = _estate.Get<LiveFeed>().Subscribe("silences");
        _estate.Clock.FastForward(TimeSpan.FromMinutes(60));

        Assert.Equal(_estate.Now.AddMinutes(-15), next); // first the warning
        await Rounds.MakeAsync(Ct);

        Assert.True(pages.TryTake());
    }

    [Fact]
    public async Task The_review_lists_what_should_not_be_left_alone()
    {
        await _estate.RaiseAsync(AlertSeverity.Critical, "crit-1");
        await _estate.RaiseAsync("db-1");
        var critical = await _estate.SilenceAsync("asset=\"crit-1\"", hours: 100);
        var orphan = await _estate.SilenceAsync("asset=\"db-1\"", hours: 100, _estate.Bob);
        var quiet = await _estate.SilenceAsync("asset=\"nothing\"", hours: 100);
        await _estate.ChangeAccountAsync(_estate.Bob, b => b.Disable(_estate.Now));
        Assert.Equal([(orphan, "OwnerGone")], await ReviewAsync());

        _estate.Clock.FastForward(TimeSpan.FromHours(1));
        Assert.Equal([(critical, "HidesCritical"), (orphan, "OwnerGone")], await ReviewAsync());
        await _estate.ClearAsync("crit-1");
        _estate.Clock.FastForward(TimeSpan.FromHours(23));
        await _estate.ChangeAccountAsync(_estate.Ann, a => a.SucceedSignIn(_estate.Now.AddHours(-1)));
        Assert.Equal([(orphan, "OwnerGone"), (quiet, "HidesNothing")], await ReviewAsync());
        _estate.Clock.FastForward(TimeSpan.FromHours(74.5));

        Assert.Contains((critical, "EndsSoon+OwnerAway"), (await ReviewAsync()).Select(r => (r.Id, r.Reasons.Replace("+HidesNothing", "", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task The_review_knows_recurring_windows_whose_series_ends()
    {
        var id = await _estate.WindowAsync(_estate.Plan(WindowKind.Recurring) with { Cron = "0 0 1 * * ?", Zone = "UTC", To = _estate.Now.AddDays(16) });
        Assert.Empty(await ReviewAsync());
        _estate.Clock.FastForward(TimeSpan.FromDays(3));
        await _estate.ChangeAccountAsync(_estate.Ann, a => a.SucceedSignIn(_estate.Now));

        Assert.Equal([(id, "SeriesEnds")], await ReviewAsync());
    }

    [Fact]
    public async Task What_is_hidden_is_counted_by_what_hides_it()
    {
        await _estate.RaiseAsync("db-1", "db-2");
        var (one, both) = (await _estate.SilenceAsync("asset=\"db-1\""), await _estate.SilenceAsync("asset=~\"db-.*\""));

        var view = await _estate.Get<IHiddenAlerts>().ReadAsync(Viewer, Ct);

        Assert.Equal((1, 2, 0), (view.Of(one).Rows.Count, view.Of(both).Firing, view.Of(Guid.CreateVersion7()).Rows.Count));
        Assert.Same(view, await _estate.Get<IHiddenAlerts>().ReadAsync(Viewer, Ct));
    }

    private async Task<IReadOnlyList<(Guid Id, string Reasons)>> ReviewAsync()
    {
        _estate.Hear();
        return [.. (await _estate.Get<IMaintenanceReview>().ReadAsync(Viewer, Ct)).Select(r => (r.Id, string.Join('+', r.Reasons)))];
    }
}
