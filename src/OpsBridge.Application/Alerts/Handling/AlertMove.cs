namespace OpsBridge.Alerts.Handling;

/// <summary>Everything that can happen to an alert, by whom it is done; the rows of the table in <see cref="LifeCycle"/>.</summary>
public enum AlertMove
{
    /// <summary>An operator says that they saw it.</summary>
    Acknowledge,

    /// <summary>An operator takes an acknowledgement back.</summary>
    Unacknowledge,

    /// <summary>An operator makes it theirs.</summary>
    Take,

    /// <summary>An operator gives it to somebody.</summary>
    Give,

    /// <summary>An operator gives it back to the pool.</summary>
    Pool,

    /// <summary>An operator judges its severity.</summary>
    Rerank,

    /// <summary>An operator puts it aside.</summary>
    Shelve,

    /// <summary>An operator takes it from the shelf.</summary>
    Unshelve,

    /// <summary>An operator writes a note.</summary>
    Note,

    /// <summary>An operator adds a link.</summary>
    Link,

    /// <summary>An operator ends it.</summary>
    Close,

    /// <summary>The clock: an acknowledgement reached its time.</summary>
    AcknowledgementEnds,

    /// <summary>The clock: a shelf reached its time.</summary>
    ShelfEnds,

    /// <summary>The clock: a flapping alert was quiet for long enough.</summary>
    Settles,

    /// <summary>The source: it holds, as bad as before.</summary>
    Fires,

    /// <summary>The source: it holds and is worse.</summary>
    Worsens,

    /// <summary>The source: it holds and is milder.</summary>
    Eases,

    /// <summary>The source: it is gone.</summary>
    Clears,

    /// <summary>The source: the cause is elsewhere.</summary>
    Hides,
}
