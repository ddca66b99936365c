namespace OpsBridge.Monitoring;

/// <summary>The last sign of life of a heartbeat check, written by whichever process took the call.</summary>
public sealed class HeartbeatBeat
{
    /// <summary>The check.</summary>
    public Guid CheckId { get; init; }

    /// <summary>When the call came (UTC).</summary>
    public DateTimeOffset At { get; init; }
}
