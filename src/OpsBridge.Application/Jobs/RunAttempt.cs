namespace OpsBridge.Jobs;

/// <summary>One attempt of a run: who made it, with which token, and how it ended.</summary>
public sealed class RunAttempt
{
    /// <summary>The run.</summary>
    public Guid RunId { get; init; }

    /// <summary>1 for the first.</summary>
    public int Number { get; init; }

    /// <summary>Its fencing token.</summary>
    public long Token { get; init; }

    /// <summary>The process that made it: machine and process.</summary>
    public string Node { get; init; } = "";

    /// <summary>When it began (UTC).</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended (UTC): begin and measured duration, so that a clock that was set changes nothing.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>How: running, succeeded, failed, timed out, cancelled or lost.</summary>
    public RunState State { get; set; }

    /// <summary>Exit code or HTTP status.</summary>
    public int? ExitCode { get; set; }

    /// <summary>One line, at most 500 characters.</summary>
    public string Summary { get; set; } = "";
}
