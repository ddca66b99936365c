using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace OpsBridge.Operations;

public sealed class MetricsCollectorTests
{
    [Fact]
    public void Prints_counters_gauges_and_histograms_as_prometheus_reads_them()
    {
        using var meter = new Meter("test-meter");
        using var metrics = new MetricsCollector("test-meter");
        meter.CreateCounter<long>("checks_run", null, "Checks run").Add(3, new KeyValuePair<string, object?>("kind", "tcp\"\n"));
        meter.CreateObservableGauge("queue.depth", () => 7);
        meter.CreateHistogram<double>("lag_seconds").Record(0.02);

        var text = metrics.Write();

        Assert.Contains("# TYPE checks_run_total counter\nchecks_run_total{kind=\"tcp\\\"\\n\"} 3\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE queue_depth gauge\nqueue_depth 7\n", text, StringComparison.Ordinal);
        Assert.Contains("lag_seconds_bucket{le=\"0.01\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("lag_seconds_bucket{le=\"0.025\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("lag_seconds_count 1\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/wall/secret-token", "/wall/***")]
    [InlineData("/heartbeat/secret", "/heartbeat/***")]
    [InlineData("/alerts/7", "/alerts/7")]
    public void The_request_log_masks_tokens(string path, string logged) => Assert.Equal(logged, RequestLog.Mask(new PathString(path)));
}
