namespace OpsBridge.Simulator;

/// <summary>What can be wrong with a node.</summary>
public enum FaultKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It stops listening: connections are refused, open ones are reset. A heartbeat node falls silent.</summary>
    Down,

    /// <summary>Every answer takes longer.</summary>
    Slow,

    /// <summary>A share of the HTTP answers is 503.</summary>
    Errors,

    /// <summary>Connections are accepted and never answered.</summary>
    Hang,

    /// <summary>The TCP banner is that of something else.</summary>
    WrongBanner,

    /// <summary>A sensor shows a fixed value.</summary>
    Sensor,
}

/// <summary>A fault put on a node; make one with the factories.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Amount">Slow: extra milliseconds, 1 to 60,000. Errors: percent, 1 to 100. Sensor: the value shown, -1000 to 100,000. Otherwise 0.</param>
/// <param name="Metric">Sensor: the metric's name; null means the sensor's first one. Otherwise null.</param>
public sealed record NodeFault(FaultKind Kind, double Amount, string? Metric)
{
    /// <summary>Nothing is wrong.</summary>
    public static NodeFault None { get; } = new(FaultKind.None, 0, null);

    /// <summary>Connections are refused.</summary>
    public static NodeFault Down { get; } = new(FaultKind.Down, 0, null);

    /// <summary>Connections are accepted and never answered.</summary>
    public static NodeFault Hang { get; } = new(FaultKind.Hang, 0, null);

    /// <summary>The TCP banner is wrong.</summary>
    public static NodeFault WrongBanner { get; } = new(FaultKind.WrongBanner, 0, null);

    /// <summary>Every answer takes <paramref name="milliseconds"/> longer.</summary>
    public static NodeFault Slow(double milliseconds) => new(FaultKind.Slow, milliseconds, null);

    /// <summary><paramref name="percent"/> of the HTTP answers are 503.</summary>
    public static NodeFault Errors(double percent) => new(FaultKind.Errors, percent, null);

    /// <summary>The sensor's <paramref name="metric"/> shows <paramref name="value"/>.</summary>
    public static NodeFault Sensor(string? metric, double value) => new(FaultKind.Sensor, value, metric);

    /// <summary>The kinds that mean something for a role, in the order in which they are offered.</summary>
    public static IReadOnlyList<FaultKind> KindsFor(NodeRole role) => role switch
    {
        NodeRole.Heartbeat => [FaultKind.Down],
        NodeRole.CoreSwitch or NodeRole.StoreRouter or NodeRole.Database => [FaultKind.Down, FaultKind.Slow, FaultKind.Hang, FaultKind.WrongBanner],
        NodeRole.Sensor => [FaultKind.Sensor, FaultKind.Down, FaultKind.Slow, FaultKind.Errors, FaultKind.Hang],
        _ => [FaultKind.Down, FaultKind.Slow, FaultKind.Errors, FaultKind.Hang],
    };

    /// <summary>Why this fault cannot be put on a node of this role, or null when it can.</summary>
    internal string? RefusalFor(NodeRole role, IReadOnlyCollection<string> metrics)
    {
        if (!KindsFor(role).Contains(Kind))
        {
            return $"'{Kind}' means nothing here; use one of: {string.Join(", ", KindsFor(role))}.";
        }

        return Kind switch
        {
            FaultKind.Slow when Amount is not (>= 1 and <= 60_000) => "The amount of 'Slow' is 1 to 60000 ms.",
            FaultKind.Errors when Amount is not (>= 1 and <= 100) => "The amount of 'Errors' is 1 to 100 percent.",
            FaultKind.Sensor when Amount is not (>= -1000 and <= 100_000) => "The amount of 'Sensor' is the value shown, -1000 to 100000.",
            FaultKind.Sensor when Metric is not null && !metrics.Contains(Metric) => $"The metric is one of: {string.Join(", ", metrics)}.",
            _ => null,
        };
    }
}

/// <summary>What came of breaking or healing a node.</summary>
public abstract record FaultOutcome
{
    /// <summary>The node behaves as asked from now on.</summary>
    public sealed record Applied : FaultOutcome;

    /// <summary>No node has this key.</summary>
    public sealed record UnknownNode(string Key) : FaultOutcome;

    /// <summary>The fault does not fit the node; the reason says what would.</summary>
    public sealed record Refused(string Reason) : FaultOutcome;
}

/// <summary>What came of setting the balancer's pool.</summary>
public abstract record PoolOutcome
{
    /// <summary>The balancer uses these members from now on.</summary>
    public sealed record Applied(IReadOnlyList<string> Members) : PoolOutcome;

    /// <summary>The list cannot be a pool; the reason says why.</summary>
    public sealed record Refused(string Reason) : PoolOutcome;
}
