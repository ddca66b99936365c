using OpsBridge.Alerts.Intake;
using OpsBridge.Kernel;
using Xunit;

namespace OpsBridge.Alerts.Sources;

public sealed class DefaultMappingTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly SignalRules s_rules = new("prom", null);
    private static readonly KnownAsset s_web = new(Guid.CreateVersion7(), "web-1", "Zurich", Labels.Of(("address", "10.0.0.7")));
    private static readonly AssetIndex s_assets = AssetIndex.Of([s_web], ["Zurich", "Basel"]);

    [Fact]
    public void Without_a_key_every_label_identifies()
    {
        var labels = Labels.Of(("alertname", "DiskFull"), ("instance", "db-1:9100"), ("severity", "critical"));

        Assert.Equal(labels, Map(Event(labels)).Identity);
    }

    [Fact]
    public void The_senders_own_key_identifies_together_with_the_source()
    {
        var signal = Map(Event(Labels.Of(("summary", "x"))) with { DedupKey = "job-7" });

        Assert.Equal(Labels.Of(("source", "prom"), ("dedup_key", "job-7")), signal.Identity);
        Assert.Equal(Labels.Of(("summary", "x")), signal.Descriptive);
    }

    [Fact]
    public void The_labels_that_a_source_names_identify_and_all_do_when_none_of_them_is_there()
    {
        var rules = s_rules with { IdentityLabels = ["alertname", "instance"] };
        var labels = Labels.Of(("alertname", "DiskFull"), ("instance", "db-1"), ("value", "97"));

        Assert.Equal(Labels.Of(("alertname", "DiskFull"), ("instance", "db-1")), DefaultMapping.Map(Event(labels), rules, s_assets).Identity);
        Assert.Equal(Labels.Of(("value", "97")), DefaultMapping.Map(Event(Labels.Of(("value", "97"))), rules, s_assets).Identity);
    }

    [Theory]
    [InlineData("alertname", "SourceSilent")]
    [InlineData("check_id", "0198")]
    public void Nobody_outside_can_speak_of_our_own_alerts(string name, string value)
    {
        var labels = Labels.Of(("alertname", "CheckFailed")).With(name, value);

        Assert.NotEqual(labels.Fingerprint(), Map(Event(labels)).Identity.Fingerprint());
    }

    [Theory]
    [InlineData("critical", AlertSeverity.Critical)]
    [InlineData(" PAGE ", AlertSeverity.Critical)]
    [InlineData("p2", AlertSeverity.Major)]
    [InlineData("Average", AlertSeverity.Warning)]
    [InlineData("none", AlertSeverity.Info)]
    [InlineData("mauve", AlertSeverity.Warning)]
    public void A_severity_word_is_read_by_the_table(string word, AlertSeverity severity) =>
        Assert.Equal(severity, Map(Event(Labels.Of(("severity", word)))).Severity);

    [Fact]
    public void Priority_and_level_are_read_where_there_is_no_severity_and_silence_is_a_warning()
    {
        Assert.Equal(AlertSeverity.Critical, Map(Event(Labels.Of(("level", "info"), ("priority", "p1")))).Severity);
        Assert.Equal(AlertSeverity.Major, Map(Event(Labels.Of(("level", "error")))).Severity);
        Assert.Equal(AlertSeverity.Warning, Map(Event(Labels.Of(("a", "b")))).Severity);
    }

    [Fact]
    public void No_event_is_worse_than_the_cap_of_its_source()
    {
        var rules = s_rules with { SeverityCap = AlertSeverity.Warning };

        Assert.Equal(AlertSeverity.Warning, DefaultMapping.Map(Event(Labels.Of(("severity", "page"))), rules, s_assets).Severity);
        Assert.Equal(AlertSeverity.Info, DefaultMapping.Map(Event(Labels.Of(("severity", "info"))), rules, s_assets).Severity);
    }

    [Fact]
    public void The_summary_is_one_line_from_the_first_text_there_is()
    {
        var labels = Labels.Of(("alertname", "DiskFull"), ("instance", "db-1"));
        var told = Event(labels) with { Annotations = Labels.Of(("description", "long\r\n\ttext"), ("title", "Disk is full")) };

        Assert.Equal(("Disk is full", "long\r\n\ttext"), (Map(told).Summary, Map(told).Detail));
        Assert.Equal("own", Map(told with { Summary = " own " }).Summary);
        Assert.Equal("long text", Map(told with { Annotations = Labels.Of(("description", "long\r\n\ttext")) }).Summary);
        Assert.Equal("DiskFull on db-1", Map(Event(labels)).Summary);
        Assert.Equal("a 1, b 2", Map(Event(Labels.Of(("a", "1"), ("b", "2")))).Summary);
    }

    [Fact]
    public void A_summary_that_is_too_long_is_cut_between_characters()
    {
        var summary = Map(Event(Labels.Of(("a", "b"))) with { Summary = string.Concat(Enumerable.Repeat("😀", 400)) }).Summary;

        Assert.True(summary.Length <= 300 && summary.EndsWith("😀…", StringComparison.Ordinal), summary);
    }

    [Fact]
    public void A_firing_event_without_an_end_times_out_unless_its_format_holds_until_resolved()
    {
        var e = Event(Labels.Of(("a", "b")));

        Assert.Equal((true, s_noon, s_noon.AddMinutes(5)), Times(e));
        Assert.Equal((true, s_noon, (DateTimeOffset?)null), Times(e with { HoldsUntilResolved = true }));
        Assert.Equal((true, s_noon.AddHours(-1), s_noon.AddMinutes(1)), Times(e with { StartsAt = s_noon.AddHours(-1), EndsAt = s_noon.AddMinutes(1) }));
    }

    [Fact]
    public void An_event_that_ended_before_it_came_is_over()
    {
        var ended = s_noon.AddMinutes(-2);

        Assert.Equal((false, ended, ended), Times(Event(Labels.Of(("a", "b"))) with { EndsAt = ended }));
        Assert.Equal((false, s_noon, s_noon), Times(Event(Labels.Of(("a", "b")), EventAction.Resolve) with { EndsAt = s_noon.AddDays(1) }));
    }

    [Fact]
    public void Nothing_begins_in_the_future_or_in_another_age()
    {
        var e = Event(Labels.Of(("a", "b")));

        Assert.Equal(s_noon, Map(e with { StartsAt = s_noon.AddDays(1) }).StartsAt);
        Assert.Equal(s_noon, Map(e with { StartsAt = DateTimeOffset.MinValue, EndsAt = DateTimeOffset.MinValue }).StartsAt);
        Assert.True(Map(e with { StartsAt = DateTimeOffset.MinValue, EndsAt = DateTimeOffset.MinValue }).Firing);
    }

    [Theory]
    [InlineData("instance", "web-1:9100")]
    [InlineData("instance", "https://WEB-1.example.org:8443/metrics?x=1")]
    [InlineData("instance", "10.0.0.7:9100")]
    [InlineData("host", "web-1")]
    [InlineData("asset", "Web-1")]
    public void The_asset_is_found_by_what_tools_usually_send(string label, string value)
    {
        var signal = Map(Event(Labels.Of((label, value))));

        Assert.Equal((s_web.Id, "web-1", "Zurich"), (signal.AssetId, signal.Descriptive["asset"], signal.Descriptive["site"]));
    }

    [Fact]
    public void A_name_that_means_two_assets_means_none()
    {
        var assets = AssetIndex.Of([s_web, s_web with { Id = Guid.CreateVersion7(), Name = "WEB-1" }], []);

        Assert.Null(DefaultMapping.Map(Event(Labels.Of(("asset", "web-1"))), s_rules, assets).AssetId);
    }

    [Fact]
    public void Links_come_from_annotations_and_only_web_addresses_pass()
    {
        var signal = Map(Event(Labels.Of(("a", "b"))) with
        {
            Annotations = Labels.Of(("runbook_url", "https://wiki/runbook"), ("dashboard", "javascript:alert(1)")),
            Links = [new AlertLink("Panel", "https://wiki/runbook"), new AlertLink("x", "file:///etc/passwd")],
        });

        Assert.Equal([new AlertLink("Panel", "https://wiki/runbook")], signal.Links);
    }

    private static AlertSignal Map(IncomingEvent e) => DefaultMapping.Map(e, s_rules, s_assets);

    private static (bool, DateTimeOffset?, DateTimeOffset?) Times(IncomingEvent e) => (Map(e).Firing, Map(e).StartsAt, Map(e).EndsAt);

    private static IncomingEvent Event(Labels labels, EventAction action = EventAction.Fire) => new(action, labels, s_noon);
}
