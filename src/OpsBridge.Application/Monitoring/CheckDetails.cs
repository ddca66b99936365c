namespace OpsBridge.Monitoring;

/// <summary>What an admin says about a check.</summary>
/// <param name="Name">1 to 100 characters, unique on its asset.</param>
/// <param name="Settings">What is done.</param>
public sealed record CheckDetails(string Name, ProbeSettings Settings)
{
    private const int MaxThresholds = 20;

    /// <summary>Time between two runs, 1 second to 1 day.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Time between two runs while a problem is soft, 1 second to the interval's limit.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest a run may take, 100 ms to 2 minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bad results in a row until a problem is hard, 1 to 100.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>Whether flapping is looked for.</summary>
    public bool DetectFlapping { get; init; } = true;

    /// <summary>Limits on metrics, at most 20, one per metric.</summary>
    public IReadOnlyList<MetricThreshold> Thresholds { get; init; } = [];

    /// <summary>False to switch it off.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Plain-word errors by field; empty when the values are good.</summary>
    public IReadOnlyDictionary<string, string> Validate()
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        Require(errors, nameof(Name), Name?.Trim().Length is >= 1 and <= 100, "Give a name of 1 to 100 characters.");
        Require(errors, nameof(Interval), IsBetween(Interval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)), "Choose an interval between 1 second and 1 day.");
        Require(errors, nameof(RetryInterval), IsBetween(RetryInterval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)), "Choose a retry interval between 1 second and 1 day.");
        Require(errors, nameof(Timeout), IsBetween(Timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(2)), "Choose a timeout between 100 ms and 2 minutes.");
        Require(errors, nameof(MaxAttempts), MaxAttempts is >= 1 and <= 100, "Choose between 1 and 100 attempts.");
        Require(
            errors,
            nameof(Thresholds),
            Thresholds.Count <= MaxThresholds && Thresholds.All(t => t.Metric.Length is >= 1 and <= 200)
                && Thresholds.DistinctBy(t => t.Metric, StringComparer.Ordinal).Count() == Thresholds.Count,
            "At most 20 thresholds, one per metric.");
        if (Settings is null)
        {
            errors[nameof(Settings)] = "Say what the check does.";
        }
        else if (Settings.Validate() is { Count: > 0 } problems)
        {
            errors[nameof(Settings)] = $"This cannot run: {string.Join("; ", problems)}.";
        }

        return errors;
    }

    private static bool IsBetween(TimeSpan value, TimeSpan min, TimeSpan max) => value >= min && value <= max;

    private static void Require(Dictionary<string, string> errors, string field, bool good, string message)
    {
        if (!good)
        {
            errors[field] = message;
        }
    }
}
