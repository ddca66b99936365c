namespace OpsBridge.Monitoring;

/// <summary>One number a check measured: probe latency, certificate days, or one item of a plugin's performance data.</summary>
/// <param name="Name">Label, at most 200 characters, unique within a result.</param>
/// <param name="Value">The number in <paramref name="Unit"/>; NaN when the plugin printed <c>U</c> (undetermined).</param>
/// <param name="Unit">Unit as printed (<c>s</c>, <c>ms</c>, <c>%</c>, <c>B</c>, <c>c</c> …); empty when it has none.</param>
/// <param name="Warning">Range outside which the plugin itself warns, when it says so.</param>
/// <param name="Critical">Range outside which the plugin itself is critical, when it says so.</param>
/// <param name="Min">Lowest possible value, when known.</param>
/// <param name="Max">Highest possible value, when known.</param>
public sealed record Metric(
    string Name,
    double Value,
    string Unit = "",
    NagiosRange? Warning = null,
    NagiosRange? Critical = null,
    double? Min = null,
    double? Max = null)
{
    /// <summary>True when there is a number to judge and to store.</summary>
    public bool IsDetermined => double.IsFinite(Value);
}
