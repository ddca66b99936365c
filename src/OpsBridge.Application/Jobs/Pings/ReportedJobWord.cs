namespace OpsBridge.Jobs.Pings;

/// <summary>What people are shown of a reported job at one moment: its state, and what the clock adds to it.</summary>
public enum ReportedJobWord
{
    /// <summary>Reported a failure or is missing.</summary>
    Down,

    /// <summary>Expected, not heard yet, still within grace.</summary>
    Grace,

    /// <summary>Said that it started, still within grace.</summary>
    Started,

    /// <summary>Well.</summary>
    Up,

    /// <summary>Never heard, or not since it was resumed.</summary>
    New,

    /// <summary>Not watched for now.</summary>
    Paused,
}
