namespace OpsBridge.Jobs.Pings;

/// <summary>What a ping says, as it was understood. Stored by number.</summary>
public enum PingKind
{
    /// <summary>The job has ended well, or runs and is healthy.</summary>
    Success = 0,

    /// <summary>The job has begun.</summary>
    Start = 1,

    /// <summary>The job has failed.</summary>
    Fail = 2,

    /// <summary>Only something to read; the state stays.</summary>
    Log = 3,

    /// <summary>Kept and not counted: wrong method, no keyword, or paused until resumed by hand.</summary>
    Ignored = 4,
}
