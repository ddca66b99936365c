namespace OpsBridge.Alerts;

/// <summary>What a signal did to an alert.</summary>
public enum SignalOutcome
{
    /// <summary>Nothing worth a word.</summary>
    Nothing,

    /// <summary>A new alert.</summary>
    Raised,

    /// <summary>The same again: only count and last-seen moved.</summary>
    Repeated,

    /// <summary>Severity rose; an acknowledged alert alarms anew.</summary>
    Worsened,

    /// <summary>Severity fell.</summary>
    Eased,

    /// <summary>The condition returned before its going was acknowledged.</summary>
    CameBack,

    /// <summary>Hidden by design: the cause is elsewhere.</summary>
    Hidden,

    /// <summary>The condition went, unseen by an operator.</summary>
    Cleared,

    /// <summary>The condition of an acknowledged alert went: closed.</summary>
    ClearedAndClosed,

    /// <summary>Acknowledged at the sender, and so here.</summary>
    Acknowledged,

    /// <summary>Could not be stored; kept in quarantine with the reason.</summary>
    Quarantined,

    /// <summary>It comes and goes too often from now on; this word of the source was held back.</summary>
    FlappingStarted,

    /// <summary>Its source says that it flaps no more; nothing else changed.</summary>
    FlappingEnded,

    /// <summary>It flaps: this word of the source was held back.</summary>
    Held,
}

/// <summary>What an outcome is in the history of the alert.</summary>
public static class SignalOutcomeSteps
{
    /// <summary>The step that it is; null for a raise, a repeat and nothing, which leave no row.</summary>
    public static AlertTransitionKind? Step(this SignalOutcome outcome) => outcome switch
    {
        SignalOutcome.Worsened => AlertTransitionKind.Worsened,
        SignalOutcome.Eased => AlertTransitionKind.Eased,
        SignalOutcome.CameBack => AlertTransitionKind.CameBack,
        SignalOutcome.Hidden => AlertTransitionKind.Hidden,
        SignalOutcome.Cleared => AlertTransitionKind.Cleared,
        SignalOutcome.ClearedAndClosed => AlertTransitionKind.ClearedAndClosed,
        SignalOutcome.FlappingStarted => AlertTransitionKind.FlappingStarted,
        SignalOutcome.FlappingEnded => AlertTransitionKind.FlappingEnded,
        _ => null,
    };
}
