namespace OpsBridge.Simulator;

/// <summary>Writes the log lines that servers write without being asked: housekeeping while all is well, exhausted pools when it is not.</summary>
internal sealed class RoutineLog : IDisposable
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(5);
    private static readonly string[] s_housekeeping =
    [
        "ConnectionPool: stats: total=200, active=38, idle=162, waiting=0",
        "GC pause (young) 11 ms",
        "cache refresh finished, 18422 entries",
        "health check passed",
    ];

    private readonly BalancerPool _pool;
    private readonly InventoryLoad _load;
    private readonly NodeLogs _logs;
    private readonly ITimer _timer;
    private int _round;

    public RoutineLog(TimeProvider clock, BalancerPool pool, InventoryLoad load, NodeLogs logs)
    {
        _pool = pool;
        _load = load;
        _logs = logs;
        _timer = clock.CreateTimer(_ => WriteRound(), null, s_period, s_period);
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>Also brings the queue to the present, so that it climbs while nobody asks.</summary>
    private void WriteRound()
    {
        var reading = _load.Read();
        var round = Interlocked.Increment(ref _round);
        var members = _pool.Members;
        if (reading.Utilisation <= 1)
        {
            _logs.Info(members[round % members.Count], s_housekeeping[round % s_housekeeping.Length]);
            return;
        }

        foreach (var member in members)
        {
            var waiting = (int)(reading.ResponseMilliseconds / 20);
            _logs.Warn(member, $"ConnectionPool: pool exhausted: total=200, active=200, idle=0, waiting={waiting}");
        }

        if (reading.ResponseMilliseconds > QueueModel.CapMilliseconds / 2)
        {
            var queued = (int)((reading.Utilisation - 1) * 1000) + (round % 17);
            _logs.Error(GlobalMartEstate.LoadBalancerKey, $"haproxy: backend inv: queue {queued}, {members.Count} servers, avg response {reading.ResponseMilliseconds:F0} ms");
        }
    }
}
