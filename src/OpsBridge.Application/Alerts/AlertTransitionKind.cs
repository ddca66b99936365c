namespace OpsBridge.Alerts;

/// <summary>What moved an alert from one standing to another. The numbers are stored: never reuse one.</summary>
public enum AlertTransitionKind
{
    /// <summary>The source reports it worse.</summary>
    Worsened = 1,

    /// <summary>The source reports it milder.</summary>
    Eased = 2,

    /// <summary>The condition came back before its going was acknowledged.</summary>
    CameBack = 3,

    /// <summary>Hidden by design: the cause is elsewhere.</summary>
    Hidden = 4,

    /// <summary>The condition went; nobody had acknowledged it.</summary>
    Cleared = 5,

    /// <summary>The condition of an acknowledged or hidden alert went: closed.</summary>
    ClearedAndClosed = 6,

    /// <summary>It comes and goes too often: flips are held back from now on.</summary>
    FlappingStarted = 7,

    /// <summary>It was quiet long enough: flips count again.</summary>
    FlappingEnded = 8,

    /// <summary>Ranked as the symptom of another alert.</summary>
    BecameSymptom = 9,

    /// <summary>Stands for itself again.</summary>
    BecameCause = 10,

    /// <summary>An operator saw it.</summary>
    Acknowledged = 20,

    /// <summary>An operator took an acknowledgement back.</summary>
    Unacknowledged = 21,

    /// <summary>An acknowledgement reached its time.</summary>
    AcknowledgementExpired = 22,

    /// <summary>An operator made it theirs.</summary>
    Taken = 23,

    /// <summary>An operator gave it to somebody.</summary>
    Given = 24,

    /// <summary>An operator gave it back to the pool.</summary>
    Pooled = 25,

    /// <summary>An operator judged its severity.</summary>
    Reranked = 26,

    /// <summary>An operator put it aside.</summary>
    Shelved = 27,

    /// <summary>An operator took it from the shelf.</summary>
    Unshelved = 28,

    /// <summary>It came back from the shelf by itself.</summary>
    ShelfEnded = 29,

    /// <summary>An operator wrote a note.</summary>
    Noted = 30,

    /// <summary>An operator added a link.</summary>
    Linked = 31,

    /// <summary>An operator closed it.</summary>
    Closed = 32,

    /// <summary>An operator took back what they had done.</summary>
    Undone = 33,

    /// <summary>Its source counts as dead: nobody can say whether the condition still holds.</summary>
    SourceDied = 40,

    /// <summary>Its source speaks again.</summary>
    SourceSpoke = 41,
}
