using Bunit;
using Xunit;

namespace OpsBridge.Ui;

public sealed class ChartTests : UiContext
{
    [Fact]
    public void A_missing_value_breaks_the_line()
    {
        var chart = Render<LineChart>(p => p.Add(c => c.Label, "Response").Add(c => c.Unit, "ms").Add(c => c.From, Now.AddMinutes(-4)).Add(c => c.To, Now)
            .Add(c => c.Series, [new ChartSeries("p95", [At(-4, 100), At(-3, 200), At(-2, null), At(-1, 300), At(0, 4200)])]));

        var path = chart.Find("path.line").GetAttribute("d")!;
        Assert.Equal(2, path.Count(c => c == 'M'));
        Assert.Equal("Response: p95 last 4.2 s, highest 4.2 s", chart.Find("figure").GetAttribute("aria-label"));
        Assert.Equal(["p95", "4.2 s", "100 ms", "4.2 s"], chart.FindAll("tbody tr > *").Select(c => c.TextContent));
    }

    [Fact]
    public void Thinning_keeps_the_spike_and_the_gap()
    {
        var points = Enumerable.Range(0, 10_000).Select(i => new ChartPoint(Now.AddSeconds(i), i == 5_001 ? 99 : i == 7_000 ? null : 1)).ToList();

        var thin = ChartLayout.Thin(points, 480);

        Assert.InRange(thin.Count, 2, 1000);
        Assert.Contains(thin, p => p.Value is 99);
        Assert.Contains(thin, p => p.Value is null);
    }

    [Fact]
    public void Time_ticks_fall_on_round_clock_times_of_the_viewer()
    {
        var kolkata = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata");
        var ticks = new ChartLayout(Now, Now.AddHours(6), 560, 200, [1]).TimeTicks(kolkata).ToList();

        Assert.InRange(ticks.Count, 3, 8);
        Assert.All(ticks, t => Assert.Equal(0, TimeZoneInfo.ConvertTime(t, kolkata).Minute));
    }

    [Fact]
    public void Almost_always_up_is_not_rounded_to_always()
    {
        var strip = Render<UptimeStrip>(p => p.Add(s => s.Segments, [new UptimeSegment(Now.AddHours(-24), Now.AddMinutes(-1), "ok"), new UptimeSegment(Now.AddMinutes(-1), Now, "critical")]).Add(s => s.Percent, 99.998));

        Assert.Equal("99.99 %", strip.Find("b").TextContent);
        Assert.Contains("Critical 1 min", strip.Find("[role=img]").GetAttribute("aria-label"), StringComparison.Ordinal);
    }

    private static ChartPoint At(int minutes, double? value) => new(Now.AddMinutes(minutes), value);
}
