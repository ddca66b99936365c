using System.Globalization;

namespace OpsBridge.Monitoring;

/// <summary>Limits on one metric of a check, in the metric's own unit.</summary>
/// <param name="Metric">Name of the metric, for example <c>latency</c>.</param>
/// <param name="Warning">Range for a warning; null for none.</param>
/// <param name="Critical">Range for critical; null for none.</param>
public sealed record MetricThreshold(string Metric, NagiosRange? Warning, NagiosRange? Critical)
{
    /// <summary>
    /// The result with every threshold applied: its status can only get worse (<see cref="CheckStatusOrder.Worst"/>), and the
    /// summary names each limit passed. A metric that a good result lacks makes it Unknown, because a limit that can never
    /// be passed would hide a fault.
    /// </summary>
    public static ProbeResult Apply(ProbeResult result, IReadOnlyList<MetricThreshold> thresholds)
    {
        if (thresholds.Count == 0)
        {
            return result;
        }

        var status = result.Status;
        List<string>? passed = null;
        foreach (var threshold in thresholds)
        {
            var (verdict, text) = threshold.Judge(result);
            if (verdict != CheckStatus.Ok)
            {
                status = CheckStatusOrder.Worst(status, verdict);
                (passed ??= []).Add(text);
            }
        }

        return passed is null
            ? result
            : result with { Status = status, Summary = $"{string.Join("; ", passed)} - {result.Summary}" };
    }

    private (CheckStatus Verdict, string Text) Judge(ProbeResult result)
    {
        var metric = result.Metrics.FirstOrDefault(m => m.Name == Metric);
        if (metric is null || !metric.IsDetermined)
        {
            return result.Status == CheckStatus.Ok ? (CheckStatus.Unknown, $"no value for {Metric}") : (CheckStatus.Ok, "");
        }

        if (Critical is not null && Critical.Alerts(metric.Value))
        {
            return (CheckStatus.Critical, Text(metric, Critical));
        }

        return Warning is not null && Warning.Alerts(metric.Value)
            ? (CheckStatus.Warning, Text(metric, Warning))
            : (CheckStatus.Ok, "");
    }

    /// <summary>For a tired reader: "latency 3,881 ms, above 2,000"; "certificate days 6, below 14".</summary>
    private static string Text(Metric metric, NagiosRange range)
    {
        var unit = metric.Unit switch
        {
            "" or "c" or "d" => "",
            "%" => " %",
            _ => " " + metric.Unit,
        };
        return $"{metric.Name.Replace('_', ' ')} {Number(metric.Value)}{unit}, {range.Describe(metric.Value)}";
    }

    private static string Number(double value) =>
        value.ToString(Math.Abs(value) >= 100 ? "#,0" : Math.Abs(value) >= 10 ? "0.#" : "0.###", CultureInfo.InvariantCulture);
}
