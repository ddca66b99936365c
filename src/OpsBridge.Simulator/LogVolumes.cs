namespace OpsBridge.Simulator;

/// <summary>
/// How full the volume is on which each application server keeps its logs. A member of a saturated pool writes an error for every
/// caller it turns away, faster than the rotation compresses; when it has calmed down, the rotation catches up.
/// </summary>
internal sealed class LogVolumes(TimeProvider clock, Func<string, bool> floods, double timeScale)
{
    /// <summary>Used percent when nothing is wrong.</summary>
    public const double Calm = 38;

    /// <summary>Used percent at which the rotation, at its limit, holds the flood.</summary>
    public const double Flooded = 97;

    private static readonly TimeSpan s_fills = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan s_empties = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, SettlingValue> _used =
        GlobalMartEstate.FullPool.ToDictionary(k => k, _ => new SettlingValue(Calm, clock.GetUtcNow()), StringComparer.Ordinal);

    /// <summary>Brings every volume to the present. Whoever changes what floods them reads first or lets at most seconds pass.</summary>
    /// <returns>Used percent by node, 0 to 100.</returns>
    public IReadOnlyDictionary<string, double> Read()
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            return _used.ToDictionary(
                v => v.Key,
                v => floods(v.Key) ? v.Value.Move(Flooded, s_fills / timeScale, now) : v.Value.Move(Calm, s_empties / timeScale, now),
                StringComparer.Ordinal);
        }
    }
}
