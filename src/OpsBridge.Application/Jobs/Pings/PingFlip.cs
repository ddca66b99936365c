namespace OpsBridge.Jobs.Pings;

/// <summary>One change of state of a reported job. Never changed; dropped with its day.</summary>
public sealed class PingFlip
{
    /// <summary>The job.</summary>
    public Guid JobId { get; init; }

    /// <summary>Its number among the job's flips, 1 for the first.</summary>
    public long Number { get; init; }

    /// <summary>When (UTC).</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>State before.</summary>
    public ReportedJobState From { get; init; }

    /// <summary>State after.</summary>
    public ReportedJobState To { get; init; }

    /// <summary>Why.</summary>
    public FlipReason Reason { get; init; }
}
