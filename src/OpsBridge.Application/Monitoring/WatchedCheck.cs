using OpsBridge.Assets;
using OpsBridge.Kernel;

namespace OpsBridge.Monitoring;

/// <summary>Everything the poller must know of one check, read once and kept in memory.</summary>
public sealed record WatchedCheck(
    Guid Id,
    Guid AssetId,
    string AssetName,
    string SiteName,
    Criticality Criticality,
    Labels Tags,
    string Name,
    ProbeSettings Settings,
    TimeSpan Interval,
    TimeSpan RetryInterval,
    TimeSpan Timeout,
    CheckPolicy Policy,
    IReadOnlyList<MetricThreshold> Thresholds)
{
    /// <summary>True when the other would be measured or judged in another way, so that the last result says nothing about it.</summary>
    public bool MeasuresOtherwise(WatchedCheck other) => Settings != other.Settings || Timeout != other.Timeout || !Thresholds.SequenceEqual(other.Thresholds);

    /// <summary>How often the poller looks at it: a heartbeat's silence is noticed within a quarter of its time to live.</summary>
    public TimeSpan PollInterval => Settings is HeartbeatSettings heartbeat
        ? TimeSpan.FromTicks(Math.Clamp(heartbeat.TimeToLive.Ticks / 4, TimeSpan.TicksPerSecond, 30 * TimeSpan.TicksPerSecond))
        : Interval;
}

/// <summary>What one observation of a check led to.</summary>
/// <param name="Check">The check.</param>
/// <param name="State">Its state now.</param>
/// <param name="Transitions">What changed; empty when nothing did.</param>
/// <param name="Result">The result that was observed; null when the state changed without one (silence, a parent's fall).</param>
/// <param name="At">When (UTC).</param>
public sealed record CheckObservation(
    WatchedCheck Check, CheckRuntimeState State, IReadOnlyList<StateTransition> Transitions, ProbeResult? Result, DateTimeOffset At)
{
    /// <summary>Why the state is as it is when no result says so, for example "unreachable because zrh-core-sw is down".</summary>
    public string? Reason => State.Class == CheckStateClass.Unreachable ? $"unreachable because {State.Because} is down" : State.Because;
}
