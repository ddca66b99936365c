namespace OpsBridge.Alerts.Intake;

/// <summary>
/// Something known of conditions for 15 minutes, and of at most <see cref="Most"/> of them; the oldest go first. Two
/// generations, so that forgetting costs nothing.
/// </summary>
internal sealed class RecentMemory<T>
    where T : struct
{
    /// <summary>How long it is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(15);

    /// <summary>How many conditions are kept at most.</summary>
    public const int Most = 200_000;

    private Dictionary<UInt128, (T Value, DateTimeOffset At)> _young = [];
    private Dictionary<UInt128, (T Value, DateTimeOffset At)> _old = [];
    private DateTimeOffset _turned = DateTimeOffset.MinValue;

    /// <summary>How many conditions are kept.</summary>
    public int Count => _young.Count + _old.Count;

    /// <summary>What is known of a condition; null for nothing.</summary>
    /// <param name="key">The condition.</param>
    /// <param name="now">The time (UTC).</param>
    public T? Find(UInt128 key, DateTimeOffset now) =>
        (_young.TryGetValue(key, out var known) || _old.TryGetValue(key, out known)) && now - known.At <= Kept ? known.Value : null;

    /// <summary>Keeps something; it replaces what was known.</summary>
    /// <param name="key">The condition.</param>
    /// <param name="value">What is known now.</param>
    /// <param name="at">As of when (UTC).</param>
    public void Keep(UInt128 key, T value, DateTimeOffset at)
    {
        if (at - _turned > Kept || _young.Count >= Most / 2)
        {
            (_old, _young, _turned) = (_young, [], at);
        }

        _young[key] = (value, at);
    }
}
