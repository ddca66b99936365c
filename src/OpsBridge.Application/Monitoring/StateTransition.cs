using System.Runtime.InteropServices;

namespace OpsBridge.Monitoring;

/// <summary>What changed in a check's state.</summary>
public enum TransitionKind
{
    /// <summary>The first good result of a new check.</summary>
    FirstOk,

    /// <summary>A bad result that is not settled yet, or another bad status while soft.</summary>
    SoftProblem,

    /// <summary>A soft problem went away; nobody was told of it.</summary>
    SoftRecovery,

    /// <summary>The problem is settled: an alert is due.</summary>
    HardProblem,

    /// <summary>A settled problem has another bad status now, for example Warning became Critical.</summary>
    HardChange,

    /// <summary>A settled problem is over: its alert clears.</summary>
    HardRecovery,

    /// <summary>A parent is down: whatever was wrong here is not this check's to report; an alert of it is withdrawn.</summary>
    BecameUnreachable,

    /// <summary>The parent is back and this check is being judged anew.</summary>
    ReachableAgain,

    /// <summary>Heartbeats stopped: an alert of the no-data class is due.</summary>
    LostData,

    /// <summary>Changes come too often.</summary>
    FlappingStarted,

    /// <summary>Changes are rare again.</summary>
    FlappingEnded,
}

/// <summary>One change, for the timeline and the alerts.</summary>
/// <param name="Kind">What changed.</param>
/// <param name="From">Status shown before.</param>
/// <param name="To">Status shown after.</param>
/// <param name="At">Time of the result that caused it.</param>
/// <param name="Because">Parent that is down, or why there is no data; null otherwise.</param>
public sealed record StateTransition(TransitionKind Kind, CheckStatus From, CheckStatus To, DateTimeOffset At, string? Because = null);

/// <summary>New state and what changed; no transitions when nothing did.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct StateStep(CheckRuntimeState State, IReadOnlyList<StateTransition> Transitions);
