namespace OpsBridge.Alerts;

/// <summary>How the condition of an alert ended. The operator sees which: silence is not recovery. The history stores the numbers: append, never reorder.</summary>
public enum AlertEnding
{
    /// <summary>The source said that the condition is gone.</summary>
    BySender,

    /// <summary>The source did not report it again in time.</summary>
    TimedOut,

    /// <summary>Nothing at all was heard from the source for its dead-man time; the condition may still hold.</summary>
    SourceDead,

    /// <summary>An operator closed it.</summary>
    ByOperator,
}
