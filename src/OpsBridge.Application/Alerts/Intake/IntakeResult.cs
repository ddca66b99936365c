namespace OpsBridge.Alerts.Intake;

/// <summary>What became of a batch of events.</summary>
public abstract record IntakeResult
{
    private IntakeResult()
    {
    }

    /// <summary>Everything is on disk, or was an unchanged repeat of what is.</summary>
    /// <param name="Outcomes">One per event, in order.</param>
    public sealed record Stored(IReadOnlyList<SignalOutcome> Outcomes) : IntakeResult;

    /// <summary>Nothing was taken: the intake is full, or this source is over its rate. Answer 429 (own rate) or 503 (full).</summary>
    /// <param name="RetryAfter">When to try again.</param>
    /// <param name="OwnFault">True when this sender is over its own limit.</param>
    public sealed record Busy(TimeSpan RetryAfter, bool OwnFault) : IntakeResult;

    /// <summary>The database is away: nothing was taken. Answer 503.</summary>
    /// <param name="RetryAfter">When to try again.</param>
    public sealed record Unavailable(TimeSpan RetryAfter) : IntakeResult;
}
