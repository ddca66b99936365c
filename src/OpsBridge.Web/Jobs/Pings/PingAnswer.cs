namespace OpsBridge.Jobs.Pings;

/// <summary>How it went.</summary>
/// <param name="Done">Stored.</param>
/// <param name="Text">One or two sentences.</param>
public sealed record PingAnswer(bool Done, string Text)
{
    /// <summary>Plain words by field of <see cref="ReportedJobDetails"/>.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The job that was made or changed.</summary>
    public Guid? Id { get; init; }

    /// <summary>A secret that is shown this once.</summary>
    public string? Secret { get; init; }
}
