namespace OpsBridge.Jobs.Batches;

/// <summary>Where a job of a batch stands, for one deadline.</summary>
public enum StepStanding
{
    /// <summary>Nothing of it belongs to this day: its schedule or calendar leaves the day out, or its condition was not met.</summary>
    NotDue,

    /// <summary>Did its part.</summary>
    Done,

    /// <summary>Works now.</summary>
    Running,

    /// <summary>Is due, and waits for a place or its next attempt.</summary>
    Waiting,

    /// <summary>Is to come.</summary>
    Planned,

    /// <summary>Nothing happens by itself: it failed, was missed, or only runs by hand.</summary>
    Stuck,
}

/// <summary>One job of a batch on the way to a deadline.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Name">Its name.</param>
/// <param name="Standing">Where it stands.</param>
public sealed record BatchStep(Guid JobId, string Name, StepStanding Standing)
{
    /// <summary>The job of the batch after which it starts; null for the first of a chain.</summary>
    public Guid? AfterId { get; init; }

    /// <summary>The run; null before there is one.</summary>
    public Guid? RunId { get; init; }

    /// <summary>Begin (UTC), expected where it has not begun; of a stuck one now: the earliest it could.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>End (UTC), expected where it has not ended.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>When it must have ended (UTC) so that all after it is in time.</summary>
    public DateTimeOffset? EndBy { get; init; }

    /// <summary>How long it takes; zero where no good run is known.</summary>
    public TimeSpan Takes { get; init; }

    /// <summary>Whether that is known from its past.</summary>
    public bool IsKnown { get; init; }

    /// <summary>The batch ends with it.</summary>
    public bool IsLast { get; init; }

    /// <summary>On the path that ends last.</summary>
    public bool IsCritical { get; init; }

    /// <summary>Why it is stuck or not due, in words; empty where the standing says it.</summary>
    public string Note { get; init; } = "";

    /// <summary>How much later it may end, negative when the deadline is lost by it; null where nothing is to come.</summary>
    public TimeSpan? Slack => Standing is StepStanding.NotDue or StepStanding.Done ? null : EndBy - End;
}

/// <summary>A batch on the way to a deadline.</summary>
/// <param name="Day">The deadline.</param>
/// <param name="Steps">Its jobs, each after the one it starts after.</param>
public sealed record BatchForecast(BatchDay Day, IReadOnlyList<BatchStep> Steps)
{
    private IEnumerable<BatchStep> Due => Steps.Where(s => s.Standing != StepStanding.NotDue);

    /// <summary>Nothing of it is due for this deadline.</summary>
    public bool IsIdle => !Steps.Any(s => s.IsLast && s.Standing != StepStanding.NotDue);

    /// <summary>Complete.</summary>
    public bool IsDone => !IsIdle && Steps.Where(s => s.IsLast).All(s => s.Standing is StepStanding.Done or StepStanding.NotDue);

    /// <summary>When it is complete, or expected to be (UTC); null when nothing is due, or it cannot be said.</summary>
    public DateTimeOffset? End => Due.Where(s => s.IsLast).Select(s => s.End).DefaultIfEmpty(null).Max();

    /// <summary>What does not go on by itself, in the order of the chain.</summary>
    public IReadOnlyList<BatchStep> Stuck => [.. Due.Where(s => s.Standing == StepStanding.Stuck)];

    /// <summary>Between the expected end and the deadline; negative when it is late.</summary>
    public TimeSpan? Slack => Day.By - End;

    /// <summary>Whether the deadline will be, or was, missed as things stand.</summary>
    public bool IsLate => !IsIdle && (End > Day.By || (Stuck.Count > 0 && !IsDone));
}

/// <summary>What if one job of a batch went otherwise?</summary>
/// <param name="JobId">The job.</param>
/// <param name="Times">It takes so many times as long as usual, 0.1 to 100.</param>
/// <param name="StartAt">It begins then (UTC), if it has not begun; null: as expected.</param>
public sealed record BatchWhatIf(Guid JobId, double Times, DateTimeOffset? StartAt);
