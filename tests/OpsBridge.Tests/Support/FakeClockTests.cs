using Xunit;

namespace OpsBridge.Support;

public sealed class FakeClockTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private readonly FakeClock _clock = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_delay_ends_when_its_time_has_come_and_not_before()
    {
        var delay = Task.Delay(10 * s_second, _clock, Ct);

        _clock.FastForward(9.999 * s_second);
        Assert.False(delay.IsCompleted);

        _clock.FastForward(0.001 * s_second);
        await delay;
    }

    [Fact]
    public void Timers_fire_in_the_order_they_are_due_and_see_that_time()
    {
        var start = _clock.GetUtcNow();
        var seen = new List<(string Name, double At)>();
        void Note(object? name) => seen.Add(((string)name!, (_clock.GetUtcNow() - start).TotalSeconds));

        using var late = _clock.CreateTimer(Note, "late", 5 * s_second, Timeout.InfiniteTimeSpan);
        using var often = _clock.CreateTimer(Note, "often", 2 * s_second, 2 * s_second);
        _clock.FastForward(6 * s_second);

        Assert.Equal([("often", 2), ("often", 4), ("late", 5), ("often", 6)], seen);
        Assert.Equal(6, (_clock.GetUtcNow() - start).TotalSeconds);
    }

    [Fact]
    public void A_timer_that_is_disposed_or_stopped_stays_silent()
    {
        var fired = 0;
        var disposed = _clock.CreateTimer(_ => fired++, null, s_second, s_second);
        using var stopped = _clock.CreateTimer(_ => fired++, null, s_second, s_second);

        disposed.Dispose();
        stopped.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _clock.FastForward(10 * s_second);

        Assert.Equal(0, fired);
        Assert.Equal(0, _clock.PendingTimers);
    }

    [Fact]
    public async Task A_test_can_wait_until_the_code_has_reached_its_delay()
    {
        var reached = _clock.TimersAsync(1, Ct);
        Assert.False(reached.IsCompleted);

        var timeout = new TaskCompletionSource().Task.WaitAsync(s_second, _clock, Ct);
        await reached;
        _clock.FastForward(s_second);

        await Assert.ThrowsAsync<TimeoutException>(() => timeout);
    }

    [Fact]
    public void Elapsed_time_follows_the_clock()
    {
        var from = _clock.GetTimestamp();
        _clock.FastForward(TimeSpan.FromMilliseconds(1500));
        Assert.Equal(TimeSpan.FromMilliseconds(1500), _clock.GetElapsedTime(from));
    }
}
