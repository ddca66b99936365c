using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs;

/// <summary>One line of a run's output. Hostile text: shown as text only.</summary>
public sealed class RunLine
{
    /// <summary>The run.</summary>
    public Guid RunId { get; init; }

    /// <summary>Its place in the output, 1 for the first.</summary>
    public int Number { get; init; }

    /// <summary>When it was written (UTC).</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Where it came from.</summary>
    public LineSource Source { get; init; }

    /// <summary>The line without its end, control characters replaced, at most 4,000 characters.</summary>
    public string Text { get; init; } = "";
}

/// <summary>One version of a job, never changed.</summary>
public sealed class JobVersion
{
    /// <summary>The job.</summary>
    public Guid JobId { get; init; }

    /// <summary>1 for the first.</summary>
    public int Number { get; init; }

    /// <summary>When it was made (UTC).</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>By whom, by name.</summary>
    public string ByName { get; init; } = "";

    /// <summary>What it says.</summary>
    public JobDetails Details { get; init; } = null!;
}
