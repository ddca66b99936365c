namespace OpsBridge.Jobs;

/// <summary>What becomes of nominal times that were missed, when starts are possible again.</summary>
public enum CatchUp
{
    /// <summary>They stay missed.</summary>
    None,

    /// <summary>The last of them runs, with its own nominal time.</summary>
    Last,

    /// <summary>All run, one after the other, oldest first.</summary>
    AllInOrder,

    /// <summary>They wait until an operator decides for each.</summary>
    AskOperator,
}

/// <summary>What happens at a nominal time while the run before still runs.</summary>
public enum Overlap
{
    /// <summary>The new run is skipped, and recorded as missed because it was blocked.</summary>
    Skip,

    /// <summary>It waits until the old one has ended; at most one waits, later ones are recorded as missed.</summary>
    Queue,

    /// <summary>The old one is cancelled first.</summary>
    CancelOld,

    /// <summary>Both run.</summary>
    Allow,
}

/// <summary>Whether starts are tied to maintenance of the job's asset.</summary>
public enum OnlyWhile
{
    /// <summary>No.</summary>
    Always,

    /// <summary>Only while a maintenance window covers the asset.</summary>
    InMaintenance,

    /// <summary>Only while no maintenance window covers the asset.</summary>
    OutsideMaintenance,
}
