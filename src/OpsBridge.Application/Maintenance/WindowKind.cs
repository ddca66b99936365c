namespace OpsBridge.Maintenance;

/// <summary>When a maintenance window is in force.</summary>
public enum WindowKind
{
    /// <summary>From a time to a time.</summary>
    Fixed,

    /// <summary>From the first failure between two times on, for a length of time.</summary>
    Flexible,

    /// <summary>From the start of another window on, for a length of time.</summary>
    Triggered,

    /// <summary>Again and again, each time for a length of time.</summary>
    Recurring,
}
