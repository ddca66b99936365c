namespace OpsBridge.Alerts.Flood;

/// <summary>How many alarms were raised within the last ten minutes, in steps of ten seconds.</summary>
public sealed class AlarmRate
{
    /// <summary>The span that rates are given for (EEMUA 191).</summary>
    public static readonly TimeSpan Span = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private readonly Dictionary<long, int> _steps = [];

    /// <summary>Alarms were raised.</summary>
    public void Add(DateTimeOffset at, int count)
    {
        var step = StepOf(at);
        lock (_gate)
        {
            _steps[step] = _steps.GetValueOrDefault(step) + count;
        }
    }

    /// <summary>How many in the ten minutes before a moment; older ones are forgotten.</summary>
    public int Within(DateTimeOffset now)
    {
        var oldest = StepOf(now - Span);
        lock (_gate)
        {
            foreach (var old in _steps.Keys.Where(s => s <= oldest).ToList())
            {
                _steps.Remove(old);
            }

            return _steps.Values.Sum();
        }
    }

    private static long StepOf(DateTimeOffset at) => at.UtcTicks / s_step.Ticks;
}
