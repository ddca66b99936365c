namespace OpsBridge.Alerts.Intake;

/// <summary>What the intake remembers of conditions that have no open alert, or whose alert ended lately.</summary>
internal sealed class RecentPast
{
    private readonly RecentMemory<DateTimeOffset> _ended = new();
    private readonly RecentMemory<Flips> _flips = new();

    /// <summary>
    /// When the latest occurrence that the sender resolved began, in the sender's own words; null when none is remembered. A
    /// report of that same occurrence which arrives now was overtaken by its own resolve.
    /// </summary>
    public DateTimeOffset? Ended(UInt128 key, DateTimeOffset now) => _ended.Find(key, now);

    /// <summary>The sender resolved an occurrence.</summary>
    /// <param name="key">The condition.</param>
    /// <param name="startsAt">When the occurrence began, in the sender's own words.</param>
    /// <param name="at">When OpsBridge heard of its end (UTC).</param>
    public void End(UInt128 key, DateTimeOffset startsAt, DateTimeOffset at) =>
        _ended.Keep(key, Ended(key, at) is { } known && known > startsAt ? known : startsAt, at);

    /// <summary>Raises and clears of the alert that the condition had before, if that closed lately.</summary>
    public IReadOnlyList<DateTimeOffset>? EarlierFlips(UInt128 key, DateTimeOffset now) => _flips.Find(key, now)?.At;

    /// <summary>An alert of the condition closed.</summary>
    public void Close(UInt128 key, IReadOnlyList<DateTimeOffset> flips, DateTimeOffset at) => _flips.Keep(key, new Flips(flips), at);

    private readonly record struct Flips(IReadOnlyList<DateTimeOffset> At);
}
