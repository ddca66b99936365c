namespace OpsBridge.Monitoring;

/// <summary>What one run of a check found.</summary>
/// <param name="Status">Status by the probe's own rules, before the check's thresholds.</param>
/// <param name="Summary">One line for lists. Hostile text: never markup.</param>
/// <param name="Detail">Further lines (raw plugin output, certificate subject); null when there is nothing to add.</param>
/// <param name="Metrics">Numbers measured, possibly none.</param>
/// <param name="Duration">Wall time of the run, waiting for a free slot not included.</param>
/// <param name="RawCode">Exit code of a plugin (128 + signal when killed), HTTP status, or DNS response code; null when there is none.</param>
public sealed record ProbeResult(
    CheckStatus Status,
    string Summary,
    string? Detail,
    IReadOnlyList<Metric> Metrics,
    TimeSpan Duration,
    int? RawCode = null)
{
    /// <summary>Name of the metric every network probe gives: milliseconds until the answer.</summary>
    public const string Latency = "latency";

    /// <summary>Name of the metric of TLS targets: days until the certificate ends, negative after it.</summary>
    public const string CertificateDays = "certificate_days";

    /// <summary>A result without numbers.</summary>
    public static ProbeResult Of(CheckStatus status, string summary, TimeSpan duration, string? detail = null, int? rawCode = null) =>
        new(status, summary, detail, [], duration, rawCode);

    /// <summary>The metric for <see cref="Latency"/>.</summary>
    public static Metric LatencyOf(TimeSpan elapsed) => new(Latency, Math.Round(elapsed.TotalMilliseconds, 3), "ms", Min: 0);
}
