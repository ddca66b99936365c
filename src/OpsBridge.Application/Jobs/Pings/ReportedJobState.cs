namespace OpsBridge.Jobs.Pings;

/// <summary>Where a reported job stands; what is stored and what flips tell of.</summary>
public enum ReportedJobState
{
    /// <summary>It has not reported yet, or not since it was resumed.</summary>
    New,

    /// <summary>It reported well last, and in time.</summary>
    Up,

    /// <summary>It reported a failure, did not report in time, or did not finish in time.</summary>
    Down,

    /// <summary>Somebody paused it.</summary>
    Paused,
}
