namespace OpsBridge.Alerts.Intake;

/// <summary>
/// Which occurrence of a condition its sender resolved lately, so that a report of that same occurrence which was overtaken
/// by its own resolve raises nothing. Kept 15 minutes, and at most <see cref="Most"/> of them; the oldest go first.
/// </summary>
internal sealed class EndedOccurrences
{
    /// <summary>How long one is remembered.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(15);

    /// <summary>How many are remembered at most.</summary>
    public const int Most = 200_000;

    private Dictionary<UInt128, (DateTimeOffset StartsAt, DateTimeOffset At)> _young = [];
    private Dictionary<UInt128, (DateTimeOffset StartsAt, DateTimeOffset At)> _old = [];
    private DateTimeOffset _turned = DateTimeOffset.MinValue;

    /// <summary>How many are remembered.</summary>
    public int Count => _young.Count + _old.Count;

    /// <summary>When the latest resolved occurrence began, in the sender's own words; null when none is remembered.</summary>
    /// <param name="key">The condition.</param>
    /// <param name="now">The time (UTC).</param>
    public DateTimeOffset? Find(UInt128 key, DateTimeOffset now) =>
        (_young.TryGetValue(key, out var ended) || _old.TryGetValue(key, out ended)) && now - ended.At <= Kept ? ended.StartsAt : null;

    /// <summary>The sender resolved an occurrence.</summary>
    /// <param name="key">The condition.</param>
    /// <param name="startsAt">When the occurrence began, in the sender's own words.</param>
    /// <param name="at">When OpsBridge heard of its end (UTC).</param>
    public void Remember(UInt128 key, DateTimeOffset startsAt, DateTimeOffset at)
    {
        if (at - _turned > Kept || _young.Count >= Most / 2)
        {
            (_old, _young, _turned) = (_young, [], at);
        }

        var known = Find(key, at);
        _young[key] = (known > startsAt ? known.Value : startsAt, at);
    }
}
