namespace OpsBridge.Monitoring;

/// <summary>One number over time: of a check, or of a step of rounds that people read by hand (ADR 0028).</summary>
public sealed class Series
{
    /// <summary>Small key, because every sample carries it.</summary>
    public int Id { get; init; }

    /// <summary>The check; null for a number that people read.</summary>
    public Guid? CheckId { get; init; }

    /// <summary>The step whose readings it holds; null for a check's number.</summary>
    public Guid? StepId { get; init; }

    /// <summary>The asset of that step, as it was read last.</summary>
    public Guid? AssetId { get; init; }

    /// <summary>Name of the metric.</summary>
    public string Name { get; init; } = "";

    /// <summary>Unit as measured.</summary>
    public string Unit { get; init; } = "";
}
