namespace OpsBridge.Jobs.Pings;

/// <summary>Why a reported job came into its state.</summary>
public enum FlipReason
{
    /// <summary>It reported well.</summary>
    Reported,

    /// <summary>It reported a failure.</summary>
    Failed,

    /// <summary>Nothing was heard by the end of its grace.</summary>
    Missing,

    /// <summary>It said that it started, and nothing more by the end of its grace.</summary>
    Overrun,

    /// <summary>Somebody paused it.</summary>
    Paused,

    /// <summary>Somebody resumed it.</summary>
    Resumed,

    /// <summary>Its pause was over.</summary>
    PauseEnded,
}
