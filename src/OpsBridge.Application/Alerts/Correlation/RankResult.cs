namespace OpsBridge.Alerts.Correlation;

/// <summary>Answer of <see cref="RankSymptoms"/> and <see cref="StandAlone"/>.</summary>
public abstract record RankResult
{
    private RankResult()
    {
    }

    /// <summary>Those that could be ranked are.</summary>
    /// <param name="CauseId">The alert at the top; differs from the one asked for when that is a symptom itself. Null for <see cref="StandAlone"/>.</param>
    /// <param name="Ranked">The alerts asked for that were ranked.</param>
    /// <param name="Followed">Others that moved along, because their cause became a symptom.</param>
    /// <param name="Left">The alerts asked for that were left as they are, and why.</param>
    public sealed record Done(long? CauseId, IReadOnlyList<long> Ranked, IReadOnlyList<long> Followed, IReadOnlyList<RankRefusal> Left) : RankResult
    {
        /// <summary>Names the action for Undo (<see cref="Handling.UndoAlertAction"/>).</summary>
        public Guid? ActionId { get; init; }
    }

    /// <summary>None of them could be ranked.</summary>
    /// <param name="Left">Why not.</param>
    public sealed record Nothing(IReadOnlyList<RankRefusal> Left) : RankResult;

    /// <summary>There is no such cause.</summary>
    public sealed record CauseNotFound : RankResult;

    /// <summary>The cause is closed.</summary>
    public sealed record CauseClosed : RankResult;

    /// <summary>The request itself is wrong.</summary>
    /// <param name="Reason">In plain words.</param>
    public sealed record Invalid(string Reason) : RankResult;
}

/// <summary>An alert that was not ranked.</summary>
/// <param name="AlertId">The alert.</param>
/// <param name="Reason">Why not.</param>
public sealed record RankRefusal(long AlertId, RankRefusalReason Reason);

/// <summary>Why an alert was not ranked.</summary>
public enum RankRefusalReason
{
    /// <summary>No such alert.</summary>
    NotFound,

    /// <summary>It is over.</summary>
    Closed,

    /// <summary>It is the cause itself.</summary>
    Itself,

    /// <summary>An operator has said so before.</summary>
    Already,
}
