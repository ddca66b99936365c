using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Alerts.Handling;

public sealed class AlertTimersTests(PostgresServer server) : IAsyncLifetime
{
    private HandlingDesk _desk = default!;

    public async ValueTask InitializeAsync() => _desk = await HandlingDesk.CreateAsync(server);

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task An_acknowledgement_until_a_time_ends_at_it_and_the_history_says_by_itself()
    {
        var id = await _desk.RaiseAsync("ack");
        await _desk.DoAsync(new AlertVerb.Acknowledge(AcknowledgementKind.Expiring, _desk.Now.AddHours(1)), _desk.Ann, [id]);

        _desk.Clock.FastForward(TimeSpan.FromMinutes(59));
        Assert.Equal(0, await _desk.TickAsync());
        _desk.Clock.FastForward(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await _desk.TickAsync());

        Assert.Equal(AlertState.Unacknowledged, (await _desk.FindAsync("ack")).State);
        var step = (await _desk.StepsAsync(id))[^1];
        Assert.Equal((AlertTransitionKind.AcknowledgementExpired, "OpsBridge", (Guid?)null), (step.Kind, step.ActorName, step.ActorId));
        Assert.Equal("alert.expired", (await _desk.TimelineAsync(id))[^1].Kind);
    }

    [Fact]
    public async Task Shelves_end_at_their_time_or_at_the_next_shift_and_those_until_clear_do_not()
    {
        var time = await _desk.RaiseAsync("time");
        var shift = await _desk.RaiseAsync("shift");
        var clear = await _desk.RaiseAsync("clear");
        await _desk.DoAsync(new AlertVerb.Acknowledge(), _desk.Ann, [time]);
        await _desk.DoAsync(new AlertVerb.Shelve(ShelfKind.UntilTime, _desk.Now.AddHours(1)), _desk.Ann, [time], "known");
        await _desk.DoAsync(new AlertVerb.Shelve(ShelfKind.UntilNextShift), _desk.Ann, [shift], "known");
        await _desk.DoAsync(new AlertVerb.Shelve(ShelfKind.UntilClear), _desk.Ann, [clear], "known");
        Assert.Equal(new DateTimeOffset(2026, 1, 5, 13, 0, 0, TimeSpan.Zero), (await _desk.FindAsync("shift")).Shelf!.Until); // 14:00 in Zurich

        _desk.Clock.FastForward(TimeSpan.FromHours(5));
        Assert.Equal(2, await _desk.TickAsync());

        Assert.Equal(AlertState.Acknowledged, (await _desk.FindAsync("time")).State); // as before
        Assert.Equal(AlertState.Unacknowledged, (await _desk.FindAsync("shift")).State);
        Assert.Equal(AlertState.Shelved, (await _desk.FindAsync("clear")).State);
        Assert.Equal(AlertTransitionKind.ShelfEnded, (await _desk.StepsAsync(shift))[^1].Kind);
    }

    [Fact]
    public async Task A_shelf_and_an_acknowledgement_under_it_that_both_ran_out_leave_it_unhandled()
    {
        var id = await _desk.RaiseAsync("both");
        await _desk.DoAsync(new AlertVerb.Acknowledge(AcknowledgementKind.Expiring, _desk.Now.AddMinutes(30)), _desk.Ann, [id]);
        await _desk.DoAsync(new AlertVerb.Shelve(ShelfKind.UntilTime, _desk.Now.AddHours(1)), _desk.Ann, [id], "known");

        _desk.Clock.FastForward(TimeSpan.FromHours(1));
        await _desk.TickAsync();

        Assert.Equal((AlertState.Unacknowledged, (Acknowledgement?)null), ((await _desk.FindAsync("both")).State, (await _desk.FindAsync("both")).Acknowledgement));
    }

    [Fact]
    public async Task A_flapping_alert_stays_open_and_settles_when_it_was_quiet()
    {
        var id = await FlapAsync("flap", 7);
        Assert.NotNull((await _desk.FindAsync("flap")).FlappingSince);
        var steps = (await _desk.StepsAsync(id)).Count;
        await FlapAsync("flap", 20);
        Assert.Equal(steps, (await _desk.StepsAsync(id)).Count); // held back
        Assert.Equal(id, (await _desk.FindAsync("flap")).Id);
        await _desk.ClearAsync("flap");

        _desk.Clock.FastForward(TimeSpan.FromMinutes(14));
        Assert.Equal(0, await _desk.TickAsync());
        _desk.Clock.FastForward(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await _desk.TickAsync());

        Assert.Equal((AlertState.ReturnedUnacknowledged, (DateTimeOffset?)null), ((await _desk.FindAsync("flap")).State, (await _desk.FindAsync("flap")).FlappingSince));
        Assert.Equal([AlertTransitionKind.FlappingEnded, AlertTransitionKind.Cleared], (await _desk.StepsAsync(id)).TakeLast(2).Select(s => s.Kind));
    }

    [Fact]
    public async Task A_condition_that_operators_acknowledge_each_time_flaps_across_its_alerts()
    {
        var first = await _desk.RaiseAsync("acked");
        for (var i = 0; i < 2; i++)
        {
            await _desk.DoAsync(new AlertVerb.Acknowledge(), _desk.Ann, [(await _desk.FindAsync("acked")).Id]);
            await _desk.ClearAsync("acked");
            _desk.Clock.FastForward(TimeSpan.FromMinutes(1));
            await _desk.ReportAsync(["acked"]);
        }

        var third = await _desk.FindAsync("acked");
        Assert.NotEqual(first, third.Id);
        Assert.NotNull(third.FlappingSince);
        Assert.Equal(AlertTransitionKind.FlappingStarted, Assert.Single(await _desk.StepsAsync(third.Id)).Kind);
    }

    [Fact]
    public async Task Two_rounds_at_once_move_each_alert_once()
    {
        var ids = new List<long>();
        for (var i = 0; i < 50; i++)
        {
            ids.Add(await _desk.RaiseAsync($"due{i}"));
        }

        await _desk.DoAsync(new AlertVerb.Shelve(ShelfKind.UntilTime, _desk.Now.AddMinutes(5)), _desk.Ann, ids, "known");
        _desk.Clock.FastForward(TimeSpan.FromMinutes(5));

        var moved = await Task.WhenAll(_desk.TickAsync(), _desk.TickAsync(), _desk.TickAsync());

        Assert.Equal(50, moved.Sum());
        Assert.Equal(50L, await _desk.ScalarAsync<long>("select count(*) from alert_changes where kind = 29"));
    }

    private async Task<long> FlapAsync(string name, int flips)
    {
        for (var i = 0; i < flips; i++)
        {
            await (i % 2 == 0 ? _desk.ReportAsync([name]) : _desk.ClearAsync(name));
            _desk.Clock.FastForward(TimeSpan.FromSeconds(10));
        }

        return (await _desk.FindAsync(name)).Id;
    }
}
