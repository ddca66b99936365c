using Microsoft.EntityFrameworkCore;
using OpsBridge.Support;
using Xunit;
using static OpsBridge.Shifts.RosterDesk;

namespace OpsBridge.Shifts.Watch;

public sealed class WatchUseCasesTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly UnstaffedForm s_away = new(default, "Everything is quiet, nothing is open", "Duty phone, extension 4711");
    private RosterDesk _bridge = default!;
    private Guid _main;

    public async ValueTask InitializeAsync()
    {
        _bridge = await RosterDesk.CreateAsync(server);
        _main = await _bridge.PlannedDeskAsync();
    }

    public ValueTask DisposeAsync() => _bridge.DisposeAsync();

    [Fact]
    public async Task When_two_take_an_unheld_desk_at_once_one_of_them_holds_it()
    {
        for (var i = 0; i < 10; i++)
        {
            var desk = await _bridge.DeskAsync($"Desk {i}");
            var results = await Task.WhenAll(_bridge.TakeAsync(desk, _bridge.Ann), _bridge.TakeAsync(desk, _bridge.Bob), _bridge.TakeAsync(desk, _bridge.Sue));

            var done = results.Cast<TakeWatchResult.Done>().ToList();
            var holder = Assert.Single(done, d => d.Holds).Holder;
            Assert.All(done, d => Assert.Equal(holder, d.Holder));
            Assert.Equal((holder, 3), ((await _bridge.WatchAsync(desk)).Holder!.Name, (await _bridge.WatchAsync(desk)).OnWatch.Count));
        }
    }

    [Fact]
    public async Task The_watch_is_taken_for_the_shift_that_runs_and_taking_it_again_says_since_when()
    {
        Assert.Equal(new TakeWatchResult.Done(true, "ann", "Night"), await TakeAtAsync(TimeSpan.FromHours(22.5 - 8)));
        _bridge.Clock.FastForward(TimeSpan.FromMinutes(5));

        Assert.Equal(new TakeWatchResult.AlreadyOn(_bridge.Now.AddMinutes(-5)), await _bridge.TakeAsync(_main, _bridge.Ann));
        Assert.Equal(["watch.taken by ann"], await _bridge.TimelineAsync("watch"));
    }

    [Fact]
    public async Task From_two_hours_before_ones_shift_the_watch_can_be_taken_and_not_a_moment_sooner()
    {
        await _bridge.AssignAsync(await _bridge.ShiftAsync(_main, 0, "Night"), _bridge.Bob); // 22:00
        await _bridge.TakeAsync(_main, _bridge.Ann);
        _bridge.Clock.FastForward(TimeSpan.FromHours(12) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(new TakeWatchResult.TooEarly("Night", _bridge.Now.AddMilliseconds(1)), await _bridge.TakeAsync(_main, _bridge.Bob));

        _bridge.Clock.FastForward(TimeSpan.FromMilliseconds(1));

        Assert.Equal(new TakeWatchResult.Done(false, "ann", "Night"), await _bridge.TakeAsync(_main, _bridge.Bob));
    }

    [Fact]
    public async Task A_desk_that_nobody_holds_can_be_taken_at_any_time_also_without_any_plan()
    {
        await _bridge.AssignAsync(await _bridge.ShiftAsync(_main, 0, "Night"), _bridge.Bob);
        Assert.IsType<TakeWatchResult.Done>(await _bridge.TakeAsync(_main, _bridge.Bob));
        Assert.Equal(new TakeWatchResult.Done(true, "ann", null), await _bridge.TakeAsync(await _bridge.DeskAsync("Unplanned"), _bridge.Ann));
        Assert.IsType<TakeWatchResult.NotFound>(await _bridge.TakeAsync(Guid.CreateVersion7(), _bridge.Ann));
        await Assert.ThrowsAsync<Identity.PermissionDeniedException>(() => _bridge.TakeAsync(_main, _bridge.Viewer));
    }

    [Fact]
    public async Task Who_holds_the_desk_cannot_leave_and_who_does_not_can()
    {
        await _bridge.TakeAsync(_main, _bridge.Ann);
        await _bridge.TakeAsync(_main, _bridge.Bob);
        var leave = _bridge.Get<LeaveWatch>();

        Assert.IsType<LeaveWatchResult.HoldsDesk>(await leave.HandleAsync(_main, _bridge.Ann, Ct));
        Assert.IsType<LeaveWatchResult.Done>(await leave.HandleAsync(_main, _bridge.Bob, Ct));
        Assert.IsType<LeaveWatchResult.NotOnWatch>(await leave.HandleAsync(_main, _bridge.Bob, Ct));
        Assert.Equal("ann", (await _bridge.WatchAsync(_main)).Holder?.Name);
    }

    [Fact]
    public async Task A_relief_in_mid_shift_needs_both_and_every_point_of_the_checklist()
    {
        await _bridge.TakeAsync(_main, _bridge.Ann);
        var form = new ReliefForm(_bridge.Bob.Id!.Value, "Two alerts open, the database is mine until noon");
        Assert.IsType<RelieveWatchResult.NotAsked>(await RelieveAsync(_bridge.Bob, Relief.Checklist));
        Assert.Equal(new OfferReliefResult.NotYours("ann"), await _bridge.Get<OfferRelief>().HandleAsync(_main, form with { ToId = _bridge.Sue.Id!.Value }, _bridge.Bob, Ct));
        Assert.IsType<OfferReliefResult.CannotStand>(await _bridge.Get<OfferRelief>().HandleAsync(_main, form with { ToId = _bridge.Viewer.Id!.Value }, _bridge.Ann, Ct));
        Assert.IsType<OfferReliefResult.Done>(await _bridge.Get<OfferRelief>().HandleAsync(_main, form, _bridge.Ann, Ct));

        Assert.IsType<RelieveWatchResult.NotAsked>(await RelieveAsync(_bridge.Sue, Relief.Checklist));
        Assert.Equal(new RelieveWatchResult.Unchecked(Relief.Checklist[^1]), await RelieveAsync(_bridge.Bob, [.. Relief.Checklist.SkipLast(1)]));
        Assert.Equal("ann", (await _bridge.WatchAsync(_main)).Holder?.Name); // until then nothing has changed
        Assert.Equal(new RelieveWatchResult.Done("ann"), await RelieveAsync(_bridge.Bob, Relief.Checklist));

        var watch = await _bridge.WatchAsync(_main);
        Assert.Equal(("bob", 1, null), (watch.Holder?.Name, watch.OnWatch.Count, watch.Relief));
        Assert.Equal([WatchEnding.Relieved], await EndingsAsync());
    }

    [Fact]
    public async Task A_relief_that_was_taken_back_is_void()
    {
        await _bridge.TakeAsync(_main, _bridge.Ann);
        await _bridge.Get<OfferRelief>().HandleAsync(_main, new ReliefForm(_bridge.Bob.Id!.Value, "Only for ten minutes", StaysOn: true), _bridge.Ann, Ct);
        Assert.False(await _bridge.Get<WithdrawRelief>().HandleAsync(_main, _bridge.Sue, Ct));
        Assert.True(await _bridge.Get<WithdrawRelief>().HandleAsync(_main, _bridge.Ann, Ct));

        Assert.IsType<RelieveWatchResult.NotAsked>(await RelieveAsync(_bridge.Bob, Relief.Checklist));
    }

    [Fact]
    public async Task A_desk_is_left_unstaffed_in_writing_only_and_not_while_somebody_else_is_there()
    {
        await _bridge.TakeAsync(_main, _bridge.Ann);
        await _bridge.TakeAsync(_main, _bridge.Bob);
        var form = s_away with { Until = _bridge.Now.AddHours(3) };
        var go = _bridge.Get<GoUnstaffed>();
        Assert.Equal(["bob"], Assert.IsType<GoUnstaffedResult.OthersOn>(await go.HandleAsync(_main, form, _bridge.Ann, Ct)).Who);
        Assert.Equal(new GoUnstaffedResult.NotYours("ann"), await go.HandleAsync(_main, form, _bridge.Bob, Ct));
        await _bridge.Get<LeaveWatch>().HandleAsync(_main, _bridge.Bob, Ct);
        Assert.Equal([nameof(form.Until)], Assert.IsType<GoUnstaffedResult.Invalid>(await go.HandleAsync(_main, form with { Until = _bridge.Now.AddDays(8) }, _bridge.Ann, Ct)).Errors.Keys);

        Assert.IsType<GoUnstaffedResult.Done>(await go.HandleAsync(_main, form, _bridge.Ann, Ct));

        Assert.Equal(("ann", form.OnCall), ((await _bridge.WatchAsync(_main)).Unstaffed?.By, (await _bridge.WatchAsync(_main)).Unstaffed?.OnCall));
        await _bridge.TakeAsync(_main, _bridge.Bob);
        Assert.Null((await _bridge.WatchAsync(_main)).Unstaffed);
    }

    [Fact]
    public async Task A_supervisor_ends_somebodys_watch_and_whoever_is_there_can_take_hold()
    {
        await _bridge.TakeAsync(_main, _bridge.Ann);
        await _bridge.TakeAsync(_main, _bridge.Bob);
        var end = _bridge.Get<EndSomebodysWatch>();
        await Assert.ThrowsAsync<Identity.PermissionDeniedException>(() => end.HandleAsync(_main, _bridge.Ann.Id!.Value, "went home ill", _bridge.Bob, Ct));
        Assert.IsType<EndWatchResult.NoReason>(await end.HandleAsync(_main, _bridge.Ann.Id!.Value, " ", _bridge.Sue, Ct));
        Assert.Equal(new EndWatchResult.Done(true), await end.HandleAsync(_main, _bridge.Ann.Id!.Value, "went home ill", _bridge.Sue, Ct));
        Assert.IsType<LeaveWatchResult.HoldsDesk>(await _bridge.Get<LeaveWatch>().HandleAsync(_main, _bridge.Bob, Ct)); // the last one there cannot slip away

        Assert.Equal(new TakeWatchResult.Done(true, "bob", null), await _bridge.TakeAsync(_main, _bridge.Bob));
        Assert.Equal(("bob", 1), ((await _bridge.WatchAsync(_main)).Holder?.Name, (await _bridge.WatchAsync(_main)).OnWatch.Count));
    }

    private async Task<TakeWatchResult> TakeAtAsync(TimeSpan later)
    {
        _bridge.Clock.FastForward(later);
        return await _bridge.TakeAsync(_main, _bridge.Ann);
    }

    private Task<RelieveWatchResult> RelieveAsync(Identity.Actor who, IReadOnlyCollection<string> points) => _bridge.Get<RelieveWatch>().HandleAsync(_main, points, who, Ct);

    private Task<List<WatchEnding?>> EndingsAsync() => _bridge.ReadAsync(db => db.Set<WatchSpell>().Where(s => s.LeftAt != null).Select(s => s.Ending).ToListAsync(Ct));
}
