namespace OpsBridge.Rounds;

/// <summary>Where a round is in its life.</summary>
public enum RoundState
{
    /// <summary>Planned; it cannot be done yet.</summary>
    Waiting,

    /// <summary>It can be done.</summary>
    Open,

    /// <summary>Somebody is at it.</summary>
    InProgress,

    /// <summary>Not finished when it should have been.</summary>
    Overdue,

    /// <summary>Every step is answered, all as it should be.</summary>
    Done,

    /// <summary>Every step is answered, some not as it should be or not applicable.</summary>
    DoneWithDeviations,

    /// <summary>Left out on purpose, with a reason.</summary>
    Skipped,

    /// <summary>Carried over once and still not finished.</summary>
    NotDone,
}

/// <summary>What is stored of it; the clock says the rest.</summary>
public enum RoundStage
{
    /// <summary>Nobody has begun.</summary>
    Planned,

    /// <summary>Somebody took it.</summary>
    Taken,

    /// <summary>Finished, all good.</summary>
    Done,

    /// <summary>Finished with deviations.</summary>
    Deviations,

    /// <summary>Left out.</summary>
    Skipped,

    /// <summary>Not done.</summary>
    NotDone,
}
