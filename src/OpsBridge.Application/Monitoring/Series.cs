namespace OpsBridge.Monitoring;

/// <summary>One number of one check over time.</summary>
public sealed class Series
{
    /// <summary>Small key, because every sample carries it.</summary>
    public int Id { get; init; }

    /// <summary>The check.</summary>
    public Guid CheckId { get; init; }

    /// <summary>Name of the metric.</summary>
    public string Name { get; init; } = "";

    /// <summary>Unit as measured.</summary>
    public string Unit { get; init; } = "";
}
