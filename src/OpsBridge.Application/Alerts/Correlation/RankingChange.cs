namespace OpsBridge.Alerts.Correlation;

/// <summary>An alert that is to be ranked otherwise than it is. Written only if it still is as it was seen.</summary>
/// <param name="AlertId">The alert.</param>
/// <param name="SeenCause">Its cause as it was seen.</param>
/// <param name="SeenFrom">Who had ranked it as it was seen.</param>
/// <param name="Cause">Its cause from now on; null when it stands for itself.</param>
/// <param name="From">Who says so; an operator can also say that it stands for itself.</param>
/// <param name="Why">Reason for people.</param>
public sealed record RankingChange(long AlertId, long? SeenCause, SymptomOrigin? SeenFrom, long? Cause, SymptomOrigin? From, string? Why)
{
    /// <summary>The cause that the operator named, where an operator ranked it; differs from <see cref="Cause"/> when that is a symptom itself.</summary>
    public long? Named { get; init; }

    /// <summary>The cause that an operator had named before, for Undo.</summary>
    public long? SeenNamed { get; init; }
}
