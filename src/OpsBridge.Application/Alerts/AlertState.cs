namespace OpsBridge.Alerts;

/// <summary>
/// Where an alert is in its life. The states are those of ANSI/ISA-18.2; "normal" is <see cref="Closed"/> here, because the
/// next occurrence is a new alert. The history stores the numbers: append, never reorder.
/// </summary>
public enum AlertState
{
    /// <summary>The condition holds and nobody has said that they saw it.</summary>
    Unacknowledged,

    /// <summary>The condition holds and somebody answers for it.</summary>
    Acknowledged,

    /// <summary>The condition is gone, but nobody has said that they saw it.</summary>
    ReturnedUnacknowledged,

    /// <summary>Put aside by an operator until a time.</summary>
    Shelved,

    /// <summary>Hidden by design: a window, a silence, an unreachable parent.</summary>
    Suppressed,

    /// <summary>Over.</summary>
    Closed,
}
