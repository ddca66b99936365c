namespace OpsBridge.Alerts;

/// <summary>When an alert of an outside source counts as flapping.</summary>
/// <param name="Flips">Raises and clears of one condition within <paramref name="Window"/> that make it one; at least 3.</param>
/// <param name="Window">The span that is looked at, and how long it must be quiet afterwards.</param>
public sealed record FlapRule(int Flips, TimeSpan Window)
{
    /// <summary>5 within 15 minutes.</summary>
    public static FlapRule Default { get; } = new(5, TimeSpan.FromMinutes(15));
}
