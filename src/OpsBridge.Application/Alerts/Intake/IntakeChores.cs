using OpsBridge.Live;

namespace OpsBridge.Alerts.Intake;

/// <summary>What the writer does beside storing groups, each in its time; all on the writer's own turn, so nothing is locked.</summary>
internal sealed class IntakeChores(IntakeParts parts, IntakeConnection connection, IntakeMemory memory, Quarantine quarantine, LiveFeed feed) : IAsyncDisposable
{
    // At most so many repeats are stored per round: repeats of 100,000 alerts must not keep the disk busy. The rest waits.
    private const int RepeatsPerRound = 5_000;

    // Clocks of several processes may differ, and a closing transaction may take a moment to be seen.
    private static readonly TimeSpan s_overlap = TimeSpan.FromSeconds(10);

    private readonly MemoryLoader _loader = new(connection, memory, parts.Clock);
    private readonly RepeatStore _repeats = new(connection, memory, parts.Clock);
    private readonly TimeoutStore _timeouts = new(connection, memory, parts.Clock, parts.Voices);
    private readonly LiveSubscription _changes = feed.Subscribe("alerts");
    private readonly Due _look = new(parts.Clock, TimeSpan.FromSeconds(1));
    private readonly Due _flush = new(parts.Clock, TimeSpan.FromSeconds(2));
    private readonly Due _clear = new(parts.Clock, TimeSpan.FromSeconds(5));
    private readonly Due _quarantine = new(parts.Clock, TimeSpan.FromSeconds(10));
    private readonly Due _forget = new(parts.Clock, TimeSpan.FromHours(1));
    private DateTimeOffset _looked;

    /// <summary>Open alerts in memory.</summary>
    public int Known => memory.Alerts.Count;

    /// <summary>Reads memory anew.</summary>
    public async Task LoadAsync(CancellationToken ct)
    {
        _changes.TryTake();
        _looked = parts.Clock.GetUtcNow();
        await _loader.LoadAsync(ct);
    }

    /// <summary>Does what is due.</summary>
    public async Task DoDueAsync(CancellationToken ct)
    {
        if (_look.IsDue() && _changes.TryTake())
        {
            var since = _looked - s_overlap;
            _looked = parts.Clock.GetUtcNow();
            await _loader.ClosedAsync(since, ct);
        }

        if (memory.Alerts.Dirty > 0 && _flush.IsDue())
        {
            var began = parts.Clock.GetTimestamp();
            await _repeats.FlushAsync(RepeatsPerRound, ct);
            IntakeMetrics.RepeatRound.Record(parts.Clock.GetElapsedTime(began).TotalSeconds);
        }

        if (_clear.IsDue())
        {
            IntakeMetrics.TimedOut.Add(await _timeouts.ClearAsync(ct));
        }

        if (_quarantine.IsDue())
        {
            await quarantine.RetryAsync(ct);
        }

        if (_forget.IsDue())
        {
            await quarantine.ForgetOldAsync(ct);
        }
    }

    /// <summary>Stores every repeat that only memory knows, before the process ends.</summary>
    public async Task LastAsync(CancellationToken ct)
    {
        while (await _repeats.FlushAsync(RepeatsPerRound, ct) > 0)
        {
        }

        await quarantine.RetryAsync(ct);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _changes.Dispose();
        return connection.DisposeAsync();
    }

    /// <summary>Says yes once per span.</summary>
    private sealed class Due(TimeProvider clock, TimeSpan every)
    {
        private long? _last;

        public bool IsDue()
        {
            if (_last is { } last && clock.GetElapsedTime(last) < every)
            {
                return false;
            }

            _last = clock.GetTimestamp();
            return true;
        }
    }
}
