namespace OpsBridge.Alerts;

/// <content>
/// Coming and going too often. While it flaps, one alert stays open and its flips are held back: they neither clear nor
/// raise. What the source said last takes effect when it has been quiet.
/// </content>
public sealed partial class Alert
{
    /// <summary>Latest raises and clears (UTC), oldest first; at most as many as make it flapping.</summary>
    public IReadOnlyList<DateTimeOffset> Flips { get; private set; } = [];

    /// <summary>While flapping: since when the condition is gone by the source's last word (UTC); null while it holds.</summary>
    public DateTimeOffset? HeldClearAt { get; private set; }

    /// <summary>When the condition came or went last, as its source says (UTC); null where OpsBridge does not count.</summary>
    public DateTimeOffset? LastFlipAt { get; private set; }

    /// <summary>Whether the condition holds by the source's last word, also one that is held back.</summary>
    public bool Holds => ClearedAt is null && HeldClearAt is null;

    /// <summary>
    /// It was quiet for the whole window: flips count again. True when it was flapping and now is not; the word of the
    /// source that was held back is then to be applied with <see cref="ReleaseHeld"/>. Alerts of our own checks are settled
    /// by their check instead.
    /// </summary>
    internal bool Settle(FlapRule rule, DateTimeOffset at)
    {
        if (FlappingSince is null || State == AlertState.Closed || CheckId is not null || LastFlipAt + rule.Window > at)
        {
            return false;
        }

        FlappingSince = null;
        return true;
    }

    /// <summary>Applies a clear that was held back; null when the condition holds.</summary>
    internal SignalOutcome? ReleaseHeld(DateTimeOffset at)
    {
        if (HeldClearAt is not { } gone)
        {
            return null;
        }

        HeldClearAt = null;
        return ClearNow(gone, at, Ending ?? AlertEnding.BySender);
    }

    /// <summary>The outcome when the signal begins or is held back by flapping; null when it is to be taken as usual.</summary>
    private SignalOutcome? Flap(AlertSignal signal, FlapRule rule)
    {
        var flips = signal.HiddenBecause is null && signal.Firing != Holds;
        if (signal.Flapping is null && flips)
        {
            (Flips, LastFlipAt) = (Within([.. Flips, signal.At], rule, signal.At), signal.At);
        }

        if (FlappingSince is not null)
        {
            return signal.Flapping == false ? null : HoldBack(signal);
        }

        if (signal.HiddenBecause is null && (signal.Flapping ?? (flips && Flips.Count >= rule.Flips)))
        {
            FlappingSince = signal.At;
            HoldBack(signal);
            return SignalOutcome.FlappingStarted;
        }

        return null;
    }

    private static IReadOnlyList<DateTimeOffset> Within(IReadOnlyList<DateTimeOffset> flips, FlapRule rule, DateTimeOffset now) =>
        [.. flips.Where(f => now - f < rule.Window).TakeLast(rule.Flips)];

    private SignalOutcome? HoldBack(AlertSignal signal)
    {
        if (signal.HiddenBecause is not null)
        {
            return null; // that is no flip
        }

        if (!signal.Firing)
        {
            if (Holds)
            {
                (HeldClearAt, Ending) = (signal.At, signal.Ending);
            }

            return SignalOutcome.Held;
        }

        if (signal.Severity > ReportedSeverity || State is not (AlertState.Unacknowledged or AlertState.Acknowledged))
        {
            return TakeFiring(signal); // what is worse is no flip
        }

        TakeIn(signal);
        return SignalOutcome.Held;
    }
}
