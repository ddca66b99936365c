using Xunit;

namespace OpsBridge.Monitoring;

public sealed class MetricThresholdTests
{
    [Theory]
    [InlineData(50, CheckStatus.Ok)]
    [InlineData(150, CheckStatus.Warning)]
    [InlineData(600, CheckStatus.Critical)]
    public void The_worst_limit_passed_decides(double latency, CheckStatus expected) =>
        Assert.Equal(expected, Apply(Result(CheckStatus.Ok, latency), "100", "500").Status);

    [Fact]
    public void The_summary_names_the_limit() =>
        Assert.Equal("latency 600 ms, above 500 - fine", Apply(Result(CheckStatus.Ok, 600), "100", "500").Summary);

    [Fact]
    public void A_threshold_never_makes_a_result_better() =>
        Assert.Equal(CheckStatus.Critical, Apply(Result(CheckStatus.Critical, 150), "100", "500").Status);

    [Fact]
    public void A_good_result_without_the_metric_is_unknown()
    {
        var result = MetricThreshold.Apply(ProbeResult.Of(CheckStatus.Ok, "fine", TimeSpan.Zero), [new("load", null, Range("5"))]);
        Assert.Equal((CheckStatus.Unknown, "no value for load - fine"), (result.Status, result.Summary));
    }

    [Fact]
    public void Display_order_is_critical_unknown_warning_ok()
    {
        Assert.Equal(CheckStatus.Critical, CheckStatusOrder.Worst(CheckStatus.Unknown, CheckStatus.Critical));
        Assert.Equal(CheckStatus.Unknown, CheckStatusOrder.Worst(CheckStatus.Unknown, CheckStatus.Warning));
        Assert.Equal(CheckStatus.Warning, CheckStatusOrder.Worst(CheckStatus.Ok, CheckStatus.Warning));
    }

    private static ProbeResult Apply(ProbeResult result, string warning, string critical) =>
        MetricThreshold.Apply(result, [new MetricThreshold("latency", Range(warning), Range(critical))]);

    private static ProbeResult Result(CheckStatus status, double latency) =>
        new(status, "fine", null, [new Metric("latency", latency, "ms")], TimeSpan.Zero);

    private static NagiosRange Range(string text) => NagiosRange.TryParse(text, out var range, out var error) ? range! : throw new FormatException(error);
}
