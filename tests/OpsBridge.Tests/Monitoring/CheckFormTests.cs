using Xunit;

namespace OpsBridge.Monitoring;

public sealed class CheckFormTests
{
    [Theory]
    [InlineData("30", 30)]
    [InlineData("30 s", 30)]
    [InlineData("5min", 300)]
    [InlineData(" 1.5 H ", 5400)]
    [InlineData("250 ms", 0.25)]
    public void A_duration_is_read_as_people_write_it(string text, double seconds)
    {
        Assert.True(SpanText.TryParse(text, out var span));
        Assert.Equal(seconds, span.TotalSeconds);
        Assert.True(SpanText.TryParse(SpanText.Show(span), out var again));
        Assert.Equal(span, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-5 s")]
    [InlineData("5 fortnights")]
    [InlineData("99999 d")]
    public void What_is_no_duration_is_refused(string text) => Assert.False(SpanText.TryParse(text, out _));

    public static TheoryData<ProbeSettings> Kinds() =>
    [
        new PingSettings("10.0.0.1"), new TcpSettings("db-1", 5432, "hello"), new TlsSettings("pay-1", 8443, "pay.example", false), new DnsSettings("example.com", DnsRecordType.MX, "10.0.0.53", 5353, "10 mail"),
        new HttpSettings("https://web-1/health", "HEAD", "200,401", null, true, false), new PluginSettings("check_disk", ["-w", "20 %"]), new HeartbeatSettings(TimeSpan.FromMinutes(90)),
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_form_of_a_check_reads_back_as_the_same_check(ProbeSettings settings)
    {
        var details = new CheckDetails("Name", settings) { Interval = TimeSpan.FromSeconds(45), MaxAttempts = 5, Thresholds = [new("latency", Range("500"), Range("@10:20"))] };

        var (read, errors) = CheckForm.Of(new CheckDefinition(Guid.CreateVersion7(), Guid.CreateVersion7(), "web-1", details, CheckReading.None, 7)).Read();

        Assert.Empty(errors);
        Assert.Equal((details.Name, details.Settings, details.Interval, details.MaxAttempts), (read.Name, read.Settings, read.Interval, read.MaxAttempts));
        Assert.Equal(details.Thresholds, read.Thresholds);
    }

    [Fact]
    public void What_cannot_be_read_is_said_at_its_field()
    {
        var form = new CheckForm { Kind = "tcp", Port = "http", Interval = "now and then", MaxAttempts = "many" };
        form.Thresholds.Add(new ThresholdLine { Metric = "latency", Warning = "high" });
        form.Thresholds.Add(new ThresholdLine());

        var (_, errors) = form.Read();

        Assert.Equal(["Interval", "MaxAttempts", "Port", "Thresholds"], errors.Keys.Order(StringComparer.Ordinal));
    }

    private static NagiosRange Range(string text) => NagiosRange.TryParse(text, out var range, out _) ? range! : throw new ArgumentException(text, nameof(text));
}
