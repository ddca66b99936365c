namespace OpsBridge.Support;

/// <summary>
/// A clock that stands still until it is moved. Timers, delays and timeouts made from it fire inside <see cref="FastForward"/>,
/// in the order in which they are due, each seeing the time it was due at.
/// </summary>
public sealed class FakeClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<FakeTimer> _timers = [];
    private readonly List<(int Timers, TaskCompletionSource Reached)> _waiters = [];
    private DateTimeOffset _now = start.ToUniversalTime();

    /// <summary>Begins on a Monday in winter, 2026-01-05 08:00 UTC.</summary>
    public FakeClock()
        : this(new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero))
    {
    }

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>How many timers, delays and timeouts wait for their time.</summary>
    public int PendingTimers
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count;
            }
        }
    }

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    /// <inheritdoc />
    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves time on. Returns when every callback that came due has returned.</summary>
    /// <param name="by">Zero fires what is due already; negative is refused.</param>
    public void FastForward(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var until = GetUtcNow() + by;
        while (NextDue(until) is { } timer)
        {
            timer.Fire();
        }

        lock (_gate)
        {
            _now = until > _now ? until : _now;
        }
    }

    /// <summary>
    /// Completes when at least so many timers wait: the code under test has reached its delay and time may move on.
    /// </summary>
    public Task TimersAsync(int atLeast, CancellationToken ct)
    {
        lock (_gate)
        {
            if (_timers.Count >= atLeast)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((atLeast, reached));
            return reached.Task.WaitAsync(ct);
        }
    }

    private FakeTimer? NextDue(DateTimeOffset until)
    {
        lock (_gate)
        {
            var timer = _timers.MinBy(t => t.Due); // Of equal ones the first made.
            if (timer is null || timer.Due > until)
            {
                return null;
            }

            _now = timer.Due > _now ? timer.Due : _now;
            _timers.Remove(timer);
            if (timer.Period > TimeSpan.Zero)
            {
                timer.Due += timer.Period;
                _timers.Add(timer);
            }

            return timer;
        }
    }

    private bool Schedule(FakeTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
            if (timer.Disposed)
            {
                return false;
            }

            timer.Period = period;
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return true;
            }

            timer.Due = _now + dueTime;
            _timers.Add(timer);
            foreach (var (_, reached) in _waiters.Where(w => _timers.Count >= w.Timers))
            {
                reached.TrySetResult();
            }

            _waiters.RemoveAll(w => w.Reached.Task.IsCompleted);
            return true;
        }
    }

    private void Forget(FakeTimer timer)
    {
        lock (_gate)
        {
            timer.Disposed = true;
            _timers.Remove(timer);
        }
    }

    private sealed class FakeTimer(FakeClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public TimeSpan Period { get; set; }

        public bool Disposed { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period) => clock.Schedule(this, dueTime, period);

        public void Dispose() => clock.Forget(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
