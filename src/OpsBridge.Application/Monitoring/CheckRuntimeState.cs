using System.Runtime.InteropServices;

namespace OpsBridge.Monitoring;

/// <summary>Where a check's status comes from.</summary>
public enum CheckStateClass
{
    /// <summary>No result yet.</summary>
    Pending = 0,

    /// <summary>Measured by a probe or plugin.</summary>
    Measured = 1,

    /// <summary>Heartbeat silence: "no data since …". Always Unknown.</summary>
    NoData = 2,

    /// <summary>A parent is down, so the bad result says nothing about this target. Always Unknown, never an alert.</summary>
    Unreachable = 3,
}

/// <summary>State of one check between results; a value, so that it can be kept for ten thousand checks and compared.</summary>
/// <param name="Class">Where the status comes from.</param>
/// <param name="Status">Status to show.</param>
/// <param name="IsHard">True when the status is settled: OK, or bad for as many attempts as the policy asks.</param>
/// <param name="Attempt">Bad results in a row, up to the policy's limit; 0 when OK or pending.</param>
/// <param name="HardStatus">Last settled measured status: what an alert, if any, stands for.</param>
/// <param name="Since">Since when class and status are as they are.</param>
/// <param name="LastResultAt">Time of the last result taken; null before the first.</param>
/// <param name="Flapping">True while changes come too often.</param>
/// <param name="History">The last changes.</param>
/// <param name="LastMeasured">Last status measured, the base for counting changes.</param>
/// <param name="Because">Name of the parent that is down, or why there is no data; null otherwise.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CheckRuntimeState(
    CheckStateClass Class,
    CheckStatus Status,
    bool IsHard,
    int Attempt,
    CheckStatus HardStatus,
    DateTimeOffset Since,
    DateTimeOffset? LastResultAt,
    bool Flapping,
    FlapHistory History,
    CheckStatus LastMeasured,
    string? Because)
{
    /// <summary>A check that has never run, made at <paramref name="at"/>.</summary>
    public static CheckRuntimeState Pending(DateTimeOffset at) =>
        new(CheckStateClass.Pending, CheckStatus.Unknown, IsHard: false, Attempt: 0, CheckStatus.Ok, at, null, Flapping: false, default, CheckStatus.Ok, null);

    /// <summary>True when an alert should stand for this check: a hard, measured or no-data problem.</summary>
    public bool IsHardProblem => IsHard && Status != CheckStatus.Ok && Class is CheckStateClass.Measured or CheckStateClass.NoData && HardStatus != CheckStatus.Ok;

    /// <summary>True when the next run should use the retry interval: a problem not settled yet.</summary>
    public bool WantsRetry => Class == CheckStateClass.Measured && !IsHard;
}
