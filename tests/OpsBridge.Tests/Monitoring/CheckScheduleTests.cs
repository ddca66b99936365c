using Xunit;

namespace OpsBridge.Monitoring;

public sealed class CheckScheduleTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromSeconds(60);

    private readonly SteppedClock _clock = new();
    private readonly CheckSchedule _schedule;

    public CheckScheduleTests() => _schedule = new CheckSchedule(_clock);

    [Fact]
    public void Ten_thousand_checks_are_spread_evenly_over_the_interval()
    {
        for (var i = 0; i < 10_000; i++)
        {
            _schedule.Set(Guid.CreateVersion7(), s_minute);
        }

        var perSecond = Enumerable.Range(0, 60).Select(_ =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return TakeAll().Count;
        }).ToList();

        Assert.Equal(10_000, perSecond.Sum());
        Assert.All(perSecond, n => Assert.InRange(n, 100, 240));
    }

    [Fact]
    public void Runs_stay_on_the_grid_however_late_they_end()
    {
        var id = Guid.CreateVersion7();
        _schedule.Set(id, s_minute);
        var first = TakeNext();
        _clock.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(0, _schedule.Complete(first));
        Assert.Equal(first.DueAt + s_minute, _schedule.NextDue);
    }

    [Fact]
    public void The_same_check_has_the_same_times_after_a_restart()
    {
        var id = Guid.CreateVersion7();
        _schedule.Set(id, s_minute);
        var again = new CheckSchedule(_clock);
        again.Set(id, s_minute);
        Assert.Equal(_schedule.NextDue, again.NextDue);
    }

    [Fact]
    public void A_running_check_is_not_taken_twice_and_missed_times_are_counted()
    {
        var id = Guid.CreateVersion7();
        _schedule.Set(id, s_minute);
        var due = TakeNext();
        _clock.Advance(s_minute * 3.5);
        Assert.False(_schedule.TryTakeDue(out _));
        Assert.False(_schedule.RunNow(id));
        Assert.Equal(3, _schedule.Complete(due));
        Assert.InRange(_schedule.NextDue!.Value - _clock.GetUtcNow(), TimeSpan.Zero, s_minute);
    }

    [Fact]
    public void A_retry_comes_after_its_own_interval_and_then_the_grid_again()
    {
        var id = Guid.CreateVersion7();
        _schedule.Set(id, s_minute);
        var due = TakeNext();
        _schedule.Complete(due, retryAfter: TimeSpan.FromSeconds(10));
        Assert.Equal(due.DueAt.AddSeconds(10), _schedule.NextDue);
        var retry = TakeNext();
        _schedule.Complete(retry);
        Assert.Equal(due.DueAt + s_minute, _schedule.NextDue);
    }

    [Fact]
    public void A_daily_check_runs_within_a_minute_the_first_time()
    {
        _schedule.Set(Guid.CreateVersion7(), TimeSpan.FromDays(1));
        Assert.InRange(_schedule.NextDue!.Value - _clock.GetUtcNow(), TimeSpan.Zero, s_minute);
    }

    [Fact]
    public void Run_now_and_remove_do_what_they_say()
    {
        var (kept, removed) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        _schedule.Set(kept, s_minute);
        _schedule.Set(removed, s_minute);
        Assert.True(_schedule.RunNow(removed));
        Assert.True(_schedule.Remove(removed));
        Assert.False(_schedule.Remove(removed));
        Assert.True(_schedule.RunNow(kept));
        Assert.Equal([kept], TakeAll().Select(d => d.CheckId));
        Assert.Equal(1, _schedule.Count);
    }

    [Fact]
    public void A_check_removed_while_it_runs_does_not_come_back()
    {
        var id = Guid.CreateVersion7();
        _schedule.Set(id, s_minute);
        var due = TakeNext();
        _schedule.Remove(id);
        _schedule.Complete(due);
        Assert.Null(_schedule.NextDue);
    }

    [Fact]
    public void A_new_interval_holds_from_now_on()
    {
        var id = Guid.CreateVersion7();
        _schedule.Set(id, TimeSpan.FromHours(1));
        _schedule.Set(id, TimeSpan.FromSeconds(5));
        var due = TakeNext();
        _schedule.Complete(due);
        Assert.Equal(due.DueAt.AddSeconds(5), _schedule.NextDue);
    }

    [Fact]
    public void A_step_of_the_wall_clock_moves_nothing()
    {
        _schedule.Set(Guid.CreateVersion7(), s_minute);
        var due = _schedule.NextDue;
        _clock.StepWallClock(TimeSpan.FromHours(-1));
        _clock.Advance(s_minute);
        Assert.Equal(due, Assert.Single(TakeAll()).DueAt);
    }

    [Fact]
    public void Checks_come_out_in_the_order_of_their_times()
    {
        for (var i = 0; i < 500; i++)
        {
            _schedule.Set(Guid.CreateVersion7(), TimeSpan.FromSeconds(1 + (i % 50)));
        }

        _clock.Advance(s_minute);
        var times = TakeAll().ConvertAll(d => d.DueAt);
        Assert.Equal(times.Order(), times);
        Assert.Equal(500, times.Count);
    }

    private DueCheck TakeNext()
    {
        _clock.Advance(_schedule.NextDue!.Value - _schedule.Now);
        Assert.True(_schedule.TryTakeDue(out var due));
        return due;
    }

    private List<DueCheck> TakeAll()
    {
        var all = new List<DueCheck>();
        while (_schedule.TryTakeDue(out var due))
        {
            all.Add(due);
        }

        return all;
    }

    private sealed class SteppedClock : TimeProvider
    {
        private DateTimeOffset _wall = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        private long _stamp;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _wall;

        public override long GetTimestamp() => _stamp;

        public void Advance(TimeSpan by)
        {
            _wall += by;
            _stamp += by.Ticks;
        }

        public void StepWallClock(TimeSpan by) => _wall += by;
    }
}
