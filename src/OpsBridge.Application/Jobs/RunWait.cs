namespace OpsBridge.Jobs;

/// <summary>What a run waits for.</summary>
public enum RunWaitFor
{
    /// <summary>The moment of its next attempt.</summary>
    Retry,

    /// <summary>The end of the wait after the job before it.</summary>
    Delay,

    /// <summary>The end of another run of its job.</summary>
    Run,

    /// <summary>A free place.</summary>
    Place,
}

/// <summary>Why a run has not begun, or not begun again.</summary>
/// <param name="For">What it waits for.</param>
public sealed record RunWait(RunWaitFor For)
{
    /// <summary>The run that must end first; null when it waits for none.</summary>
    public Guid? RunId { get; init; }

    /// <summary>That run's nominal time (UTC).</summary>
    public DateTimeOffset? NominalAt { get; init; }

    /// <summary>When the wait ends by itself (UTC); null when nobody knows.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>After which moment (UTC) it does not begin any more and counts as missed; null when it waits as long as it takes.</summary>
    public DateTimeOffset? StartBy { get; init; }
}

/// <summary>One attempt of a run as its page shows it.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="State">How it ended, or that it runs.</param>
/// <param name="StartedAt">When it began (UTC).</param>
/// <param name="EndedAt">When it ended (UTC); null while it works.</param>
/// <param name="Node">The process that made it.</param>
/// <param name="ExitCode">Exit code or HTTP status.</param>
/// <param name="Summary">How it ended, in one line.</param>
public sealed record RunAttemptRow(int Number, RunState State, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string Node, int? ExitCode, string Summary);
