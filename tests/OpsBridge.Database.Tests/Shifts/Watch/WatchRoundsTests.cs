using OpsBridge.Identity;
using OpsBridge.Support;
using Xunit;
using static OpsBridge.Shifts.RosterDesk;

namespace OpsBridge.Shifts.Watch;

public sealed class WatchRoundsTests(PostgresServer server) : IAsyncLifetime
{
    private RosterDesk _bridge = default!;

    public async ValueTask InitializeAsync() => _bridge = await RosterDesk.CreateAsync(server, o => o.OnWatchOnly.Add(Permissions.ManageSilences));

    public ValueTask DisposeAsync() => _bridge.DisposeAsync();

    [Fact]
    public async Task An_instance_without_a_desk_and_a_desk_that_was_never_used_raise_nothing()
    {
        await _bridge.RoundAsync();
        await _bridge.DeskAsync("Later");
        _bridge.Clock.FastForward(TimeSpan.FromDays(3));

        await _bridge.RoundAsync();

        Assert.Empty(await _bridge.AlarmsAsync());
    }

    [Fact]
    public async Task A_desk_that_nobody_holds_raises_one_critical_alert_and_clears_it_when_somebody_does()
    {
        var desk = await _bridge.PlannedDeskAsync();
        _bridge.Clock.FastForward(TimeSpan.FromHours(6)); // Late has begun
        await _bridge.RoundAsync();
        Assert.Empty(await _bridge.AlarmsAsync());
        _bridge.Clock.FastForward(TimeSpan.FromMinutes(1));

        await Task.WhenAll(_bridge.RoundAsync(), _bridge.RoundAsync(), _bridge.RoundAsync());
        await _bridge.RoundAsync();
        Assert.Equal(["desk-unheld Critical"], await _bridge.AlarmsAsync());
        await _bridge.TakeAsync(desk, _bridge.Ann);
        await _bridge.RoundAsync();

        Assert.Empty(await _bridge.AlarmsAsync());
        Assert.Equal(["alert.raised by watch", "alert.cleared by watch"], await _bridge.TimelineAsync("alert"));
    }

    [Fact]
    public async Task A_desk_left_in_writing_is_quiet_until_its_time_and_loud_after_it()
    {
        var desk = await _bridge.PlannedDeskAsync();
        await _bridge.TakeAsync(desk, _bridge.Ann);
        await _bridge.Get<GoUnstaffed>().HandleAsync(desk, new UnstaffedForm(_bridge.Now.AddHours(2), "Everything is quiet here", "Duty phone 4711"), _bridge.Ann, Ct);
        _bridge.Clock.FastForward(TimeSpan.FromHours(2));
        await _bridge.RoundAsync();
        Assert.Empty(await _bridge.AlarmsAsync());

        _bridge.Clock.FastForward(TimeSpan.FromMinutes(1));
        await _bridge.RoundAsync();

        Assert.Equal(["desk-unheld Critical"], await _bridge.AlarmsAsync());
    }

    [Fact]
    public async Task A_late_relief_is_critical_after_a_quarter_of_an_hour_and_not_for_who_stands_the_next_shift_too()
    {
        var desk = await _bridge.PlannedDeskAsync();
        await _bridge.AssignAsync(await _bridge.ShiftAsync(desk, 0, "Late"), _bridge.Ann);
        await _bridge.AssignAsync(await _bridge.ShiftAsync(desk, 0, "Night"), _bridge.Ann);
        _bridge.Clock.FastForward(TimeSpan.FromHours(6));
        await _bridge.TakeAsync(desk, _bridge.Ann);
        _bridge.Clock.FastForward(TimeSpan.FromHours(8.5)); // 22:30: Late is over, Night is hers as well
        await _bridge.RoundAsync();
        Assert.Empty(await _bridge.AlarmsAsync());

        _bridge.Clock.FastForward(TimeSpan.FromHours(7.75)); // 06:15
        await _bridge.RoundAsync();

        Assert.Equal(["relief-late Critical"], await _bridge.AlarmsAsync());
        await _bridge.Get<OfferRelief>().HandleAsync(desk, new ReliefForm(_bridge.Bob.Id!.Value, "Nothing is open, all quiet"), _bridge.Ann, Ct);
        await _bridge.Get<RelieveWatch>().HandleAsync(desk, Relief.Checklist, _bridge.Bob, Ct);
        await _bridge.RoundAsync();
        Assert.Equal(["relief-late Critical"], await _bridge.AlarmsAsync()); // within the same shift: bob waits as well
    }

    [Fact]
    public async Task Whoever_is_disabled_is_off_watch_and_the_desk_is_loud()
    {
        var desk = await _bridge.PlannedDeskAsync();
        await _bridge.TakeAsync(desk, _bridge.Ann);
        await _bridge.ChangeAccountAsync(_bridge.Ann, a => a.Disable(_bridge.Now));
        await _bridge.RoundAsync();
        Assert.Null((await _bridge.WatchAsync(desk)).Holder);
        _bridge.Clock.FastForward(TimeSpan.FromMinutes(1));

        await _bridge.RoundAsync();

        Assert.Equal(["desk-unheld Critical"], await _bridge.AlarmsAsync());
        Assert.Equal(["watch.taken by ann", "watch.removed by OpsBridge"], await _bridge.TimelineAsync("watch"));
    }

    [Fact]
    public async Task Rights_bound_to_the_watch_are_held_only_while_on_watch()
    {
        var desk = await _bridge.PlannedDeskAsync();
        var rights = _bridge.Get<IWatchRights>();
        Assert.Equal([Permissions.ManageSilences], await rights.WithheldAsync(_bridge.Bob.Id!.Value, Ct));

        await _bridge.TakeAsync(desk, _bridge.Ann);
        await _bridge.TakeAsync(desk, _bridge.Bob);
        Assert.Empty(await rights.WithheldAsync(_bridge.Bob.Id!.Value, Ct));
        await _bridge.Get<LeaveWatch>().HandleAsync(desk, _bridge.Bob, Ct);

        Assert.Equal([Permissions.ManageSilences], await rights.WithheldAsync(_bridge.Bob.Id!.Value, Ct));
    }

    [Fact]
    public async Task A_round_takes_the_planned_changes_of_shift_into_memory()
    {
        await _bridge.PlannedDeskAsync();
        await _bridge.PlanAsync(await _bridge.DeskAsync("Other"), _bridge.Now.AddHours(1), 2);

        await _bridge.RoundAsync();

        Assert.Equal(_bridge.Now.AddHours(1), _bridge.Get<IShiftChanges>().NextAfter(_bridge.Now));
        Assert.Equal(_bridge.Now.AddHours(6), _bridge.Get<IShiftChanges>().NextAfter(_bridge.Now.AddHours(1)));
    }
}
