using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace OpsBridge.Monitoring;

public sealed class PluginOutputTests
{
    [Fact]
    public void The_first_line_is_the_summary_and_the_bar_begins_performance_data()
    {
        var output = PluginOutput.Parse("DISK OK - free space: / 3326 MB (56%); | /=2643MB;5948;5958;0;5968");

        Assert.Equal("DISK OK - free space: / 3326 MB (56%);", output.Summary);
        var metric = Assert.Single(output.Metrics);
        Assert.Equal(("/", 2643d, "MB", 0d, 5968d), (metric.Name, metric.Value, metric.Unit, metric.Min, metric.Max));
        Assert.Equal(("5948", "5958"), (metric.Warning!.ToString(), metric.Critical!.ToString()));
        Assert.Empty(output.Faults);
    }

    [Fact]
    public void Long_text_and_its_performance_data_follow_the_guidelines_example()
    {
        var output = PluginOutput.Parse(
            "DISK OK | /=2643MB;5948;5958;0;5968\n/ 15272 MB (77%);\n/boot 68 MB (69%);\n/home 69357 MB (27%); | /boot=68MB;88;93;0;98\n/home=69357MB;253404;253409;0;253414 \n/var/log=818MB;970;975;0;980");

        Assert.Equal("/ 15272 MB (77%);\n/boot 68 MB (69%);\n/home 69357 MB (27%); ", output.LongText);
        Assert.Equal(["/", "/boot", "/home", "/var/log"], output.Metrics.Select(m => m.Name));
    }

    [Theory]
    [InlineData("a=1", 1, "")]
    [InlineData("a=-1.5s", -1.5, "s")]
    [InlineData("a=20ms;;;;", 20, "ms")]
    [InlineData("a=5us", 5, "us")]
    [InlineData("a=99%", 99, "%")]
    [InlineData("a=7KB", 7, "KB")]
    [InlineData("a=7TB", 7, "TB")]
    [InlineData("a=12345c", 12345, "c")]
    [InlineData("a=1.5e3B", 1500, "B")]
    [InlineData("a=5EB", 5, "EB")]
    [InlineData("a=3ns", 3, "ns")]
    [InlineData("a=4GB", 4, "GB")]
    public void Numbers_and_units_are_taken_apart(string perf, double value, string unit)
    {
        var metric = Assert.Single(PluginOutput.Parse("OK|" + perf).Metrics);
        Assert.Equal((value, unit), (metric.Value, metric.Unit));
    }

    [Fact]
    public void Quoted_labels_may_hold_spaces_equals_signs_and_doubled_quotes()
    {
        var output = PluginOutput.Parse("OK|'C:\\ used'=1 'it''s'=2 'a=b'=3");
        Assert.Equal(["C:\\ used", "it's", "a=b"], output.Metrics.Select(m => m.Name));
    }

    [Fact]
    public void An_undetermined_value_is_kept_without_a_number() =>
        Assert.False(Assert.Single(PluginOutput.Parse("OK|a=U;1;2").Metrics).IsDetermined);

    [Fact]
    public void A_decimal_comma_is_read_and_flagged()
    {
        var output = PluginOutput.Parse("OK|load=1,25s");
        Assert.Equal(1.25, Assert.Single(output.Metrics).Value);
        Assert.Contains("decimal comma", Assert.Single(output.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_item_is_named_and_the_others_stay()
    {
        var output = PluginOutput.Parse("OK|a=1 rubbish b=x c=3;20:10 a=9 =5 'open=1");
        Assert.Equal(["a", "c"], output.Metrics.Select(m => m.Name));
        Assert.Equal(6, output.Faults.Count);
    }

    [Fact]
    public void No_output_says_so() => Assert.Equal("(no output)", PluginOutput.Parse("").Summary);

    [Fact]
    public void Bytes_that_are_not_UTF8_are_replaced_and_NUL_is_dropped() =>
        Assert.Equal("caf\uFFFD ok", PluginOutput.Parse([0x63, 0x61, 0x66, 0xE9, 0x20, 0x00, 0x6F, 0x6B]).Summary);

    [Fact]
    public void Too_many_metrics_are_cut_and_flagged()
    {
        var output = PluginOutput.Parse("OK|" + string.Join(' ', Enumerable.Range(0, 1000).Select(i => $"m{i}={i}")));
        Assert.Equal(PerformanceData.MaxMetrics, output.Metrics.Count);
        Assert.NotEmpty(output.Faults);
    }

    [Theory]
    [InlineData(0, CheckStatus.Ok)]
    [InlineData(1, CheckStatus.Warning)]
    [InlineData(2, CheckStatus.Critical)]
    [InlineData(3, CheckStatus.Unknown)]
    [InlineData(4, CheckStatus.Unknown)]
    [InlineData(126, CheckStatus.Unknown)]
    [InlineData(127, CheckStatus.Unknown)]
    [InlineData(137, CheckStatus.Unknown)]
    [InlineData(-1, CheckStatus.Unknown)]
    [InlineData(null, CheckStatus.Unknown)]
    public void Status_comes_from_the_exit_code(int? code, CheckStatus status) => Assert.Equal(status, PluginOutput.StatusOf(code));

    [Fact]
    public void Any_bytes_are_read_without_an_exception() =>
        Prop.ForAll<byte[]>(bytes => PluginOutput.Parse(bytes ?? []).Summary.Length > 0).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_mix_of_performance_data_characters_is_read_without_an_exception() =>
        Prop.ForAll(Gen.Elements("a='|;:@~-+.,eEUc%B1 9\n\0é".ToCharArray()).ArrayOf().ToArbitrary(), chars =>
        {
            var metrics = PluginOutput.Parse("x|" + new string(chars)).Metrics;
            return metrics.All(m => m.Name.Length > 0 && !double.IsInfinity(m.Value)) && metrics.DistinctBy(m => m.Name).Count() == metrics.Count;
        }).QuickCheckThrowOnFailure();
}
