namespace OpsBridge.Simulator;

/// <summary>How far the scripted incident is.</summary>
public enum IncidentPhase
{
    /// <summary>Nothing is scripted; load follows the day.</summary>
    Idle,

    /// <summary>The shops' peak has begun; all six members carry it easily.</summary>
    Peak,

    /// <summary>An administrator has left two members in the pool; answer times climb.</summary>
    PoolCut,

    /// <summary>The queue is full: answers take seconds, some are 503.</summary>
    Saturated,

    /// <summary>The pool is whole again; the queue drains.</summary>
    Recovering,
}

/// <summary>The incident as it stands.</summary>
/// <param name="Phase">How far it is.</param>
/// <param name="StartedAt">When it was started; null when idle.</param>
/// <param name="PhaseSince">When the phase began.</param>
/// <param name="NextPhaseAt">When the phase ends by itself; null when it waits for somebody.</param>
public sealed record IncidentStatus(IncidentPhase Phase, DateTimeOffset? StartedAt, DateTimeOffset PhaseSince, DateTimeOffset? NextPhaseAt);

/// <summary>
/// The script "peak": the load rises; 30 s later the pool is cut from six members to two; answer times climb for 75 s; then it stays bad
/// until the pool is restored, drains for 60 s and is over. Durations are divided by the time scale.
/// </summary>
internal sealed class PeakIncident : IDisposable
{
    /// <summary>The two members that the administrator leaves in the pool.</summary>
    public static readonly IReadOnlyList<string> CutPool = ["inv-app-01", "inv-app-02"];

    private static readonly TimeSpan s_untilCut = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_untilSaturated = TimeSpan.FromSeconds(75);
    private static readonly TimeSpan s_untilOver = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly InventoryLoad _load;
    private readonly Func<IReadOnlyList<string>, string, PoolOutcome> _setPool;
    private readonly double _timeScale;
    private readonly ITimer _timer;
    private IncidentStatus _status;

    /// <param name="clock">Drives the script.</param>
    /// <param name="load">Gets and loses the peak.</param>
    /// <param name="setPool">Edits the pool in the name of somebody; it must not call back into this object.</param>
    /// <param name="timeScale">How many times faster than life.</param>
    public PeakIncident(
        TimeProvider clock, InventoryLoad load, Func<IReadOnlyList<string>, string, PoolOutcome> setPool, double timeScale)
    {
        _clock = clock;
        _load = load;
        _setPool = setPool;
        _timeScale = timeScale;
        _status = new IncidentStatus(IncidentPhase.Idle, null, clock.GetUtcNow(), null);
        _timer = clock.CreateTimer(_ => PhaseIsOver(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The incident as it stands.</summary>
    public IncidentStatus Status
    {
        get
        {
            lock (_lock)
            {
                return _status;
            }
        }
    }

    /// <summary>Starts the script; false when it runs already and has not been answered.</summary>
    public bool Start()
    {
        lock (_lock)
        {
            if (_status.Phase is IncidentPhase.Peak or IncidentPhase.PoolCut or IncidentPhase.Saturated)
            {
                return false;
            }

            _setPool(GlobalMartEstate.FullPool, "script");
            _load.SetPeak(true);
            Enter(IncidentPhase.Peak, s_untilCut, _clock.GetUtcNow());
            return true;
        }
    }

    /// <summary>Ends the script at once: full pool, ordinary load. False when it is idle.</summary>
    public bool Stop()
    {
        lock (_lock)
        {
            if (_status.Phase == IncidentPhase.Idle)
            {
                return false;
            }

            _setPool(GlobalMartEstate.FullPool, "script");
            End();
            return true;
        }
    }

    /// <summary>Somebody else has set the pool: a full pool answers the incident.</summary>
    public void PoolWasSet(IReadOnlyCollection<string> members)
    {
        lock (_lock)
        {
            if (_status.Phase is IncidentPhase.PoolCut or IncidentPhase.Saturated && members.Count == GlobalMartEstate.FullPool.Count)
            {
                Enter(IncidentPhase.Recovering, s_untilOver, _status.StartedAt);
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void PhaseIsOver()
    {
        lock (_lock)
        {
            if (_status.NextPhaseAt is not { } due)
            {
                return;
            }

            // Timers count coarser than the clock and may be early; one that fires while the phase is changed by hand is early too.
            var left = due - _clock.GetUtcNow();
            if (left > TimeSpan.Zero)
            {
                _timer.Change(left + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
                return;
            }

            switch (_status.Phase)
            {
                case IncidentPhase.Peak:
                    _setPool(CutPool, "admin1");
                    Enter(IncidentPhase.PoolCut, s_untilSaturated, _status.StartedAt);
                    break;
                case IncidentPhase.PoolCut:
                    Enter(IncidentPhase.Saturated, null, _status.StartedAt);
                    break;
                default:
                    End();
                    break;
            }
        }
    }

    private void End()
    {
        _load.SetPeak(false);
        Enter(IncidentPhase.Idle, null, null);
    }

    private void Enter(IncidentPhase phase, TimeSpan? lasts, DateTimeOffset? startedAt)
    {
        var now = _clock.GetUtcNow();
        var scaled = lasts / _timeScale;
        _status = new IncidentStatus(phase, startedAt, now, now + scaled);
        _timer.Change(scaled ?? Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
