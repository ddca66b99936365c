namespace OpsBridge.Jobs;

/// <summary>Where a run stands.</summary>
public enum RunState
{
    /// <summary>Due, and waits for a free place or for the run before it.</summary>
    Waiting,

    /// <summary>Claimed; works, or works again after a failed attempt.</summary>
    Running,

    /// <summary>Did what it should, verification included.</summary>
    Succeeded,

    /// <summary>Every attempt failed.</summary>
    Failed,

    /// <summary>Was killed at its time-out.</summary>
    TimedOut,

    /// <summary>Somebody cancelled it, or a newer run did.</summary>
    Cancelled,

    /// <summary>The process that ran it vanished; whatever it did was not finished.</summary>
    Lost,

    /// <summary>Did not start at its nominal time; <see cref="JobRun.Cause"/> says why.</summary>
    Missed,

    /// <summary>Missed, and an operator is asked whether it should still run.</summary>
    Asking,
}

/// <summary>Why a run exists.</summary>
public enum RunOrigin
{
    /// <summary>Its nominal time came.</summary>
    Schedule,

    /// <summary>Somebody asked for it.</summary>
    Person,

    /// <summary>The job before it ended.</summary>
    Chain,
}

/// <summary>Why a nominal time was missed.</summary>
public enum MissCause
{
    /// <summary>OpsBridge, its database or its machine was down.</summary>
    Down,

    /// <summary>The run before still ran, or no place was free for too long.</summary>
    Blocked,

    /// <summary>The job was paused.</summary>
    Paused,

    /// <summary>The job was held for an incident.</summary>
    Held,

    /// <summary>The calendar excludes the time.</summary>
    Calendar,

    /// <summary>The asset was in maintenance, or was not, as the job demands.</summary>
    Maintenance,
}
