using FsCheck;
using FsCheck.Fluent;
using OpsBridge.Alerts.Intake;
using OpsBridge.Kernel;
using Xunit;

namespace OpsBridge.Alerts.Sources;

public sealed class CompiledMappingTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Steps_run_in_order_each_on_the_result_of_the_one_before()
    {
        var mapping = Of(
            LabelRule.Rename("nodename", "host"),
            LabelRule.Copy("host", "asset"),
            LabelRule.Set("env", "prod"),
            LabelRule.Drop("job"));

        var after = Rewrite(mapping, Labels.Of(("nodename", "web-1"), ("job", "node"), ("env", "test")));

        Assert.Equal(Labels.Of(("host", "web-1"), ("asset", "web-1"), ("env", "prod")), after);
    }

    [Fact]
    public void Named_groups_become_labels_from_labels_annotations_and_the_summary()
    {
        var mapping = Of(
            LabelRule.Extract("topic", "^(?<site>[a-z]+)-(?<rack>r[0-9]+)-"),
            LabelRule.Extract("annotation:text", "volume (?<volume>\\S+)"),
            LabelRule.Extract(EventField.Summary, "on (?<host>[a-z0-9-]+)(?<rest>,.*)?$"));
        var e = Event(Labels.Of(("topic", "zrh-r12-psu"))) with { Annotations = Labels.Of(("text", "the volume /var is full")), Summary = "PSU failed on db-2" };

        Assert.Equal(Labels.Of(("topic", "zrh-r12-psu"), ("site", "zrh"), ("rack", "r12"), ("volume", "/var"), ("host", "db-2")), mapping.Rewrite(e, null).Labels);
    }

    [Fact]
    public void A_step_that_finds_nothing_changes_nothing_and_is_counted_as_such()
    {
        var mapping = Of(LabelRule.Extract("a", "(?<b>x+)"), LabelRule.Rename("none", "b"), LabelRule.Drop("none"), LabelRule.Copy("annotation:none", "b"), LabelRule.Set("c", "1"));
        var hits = new int[5];

        var after = mapping.Rewrite(Event(Labels.Of(("a", "yyy"))), hits).Labels;

        Assert.Equal(Labels.Of(("a", "yyy"), ("c", "1")), after);
        Assert.Equal([0, 0, 0, 0, 1], hits);
    }

    [Fact]
    public void A_severity_that_a_step_decides_wins_over_that_of_the_format()
    {
        var mapping = Of(LabelRule.Set("severity", "info"));

        Assert.Equal(AlertSeverity.Info, mapping.Map(Event(Labels.Of(("a", "b"))) with { Severity = AlertSeverity.Critical }, AssetIndex.Empty).Severity);
        Assert.Equal(AlertSeverity.Critical, Of(LabelRule.Set("x", "info")).Map(Event(Labels.Of(("severity", "info"))) with { Severity = AlertSeverity.Critical }, AssetIndex.Empty).Severity);
    }

    [Fact]
    public void Two_events_that_differ_in_a_dropped_label_are_one_alert()
    {
        var mapping = Of(LabelRule.Drop("pod"));

        Assert.Equal(
            mapping.Map(Event(Labels.Of(("alertname", "Crash"), ("pod", "a1"))), AssetIndex.Empty).Identity.Fingerprint(),
            mapping.Map(Event(Labels.Of(("alertname", "Crash"), ("pod", "b2"))), AssetIndex.Empty).Identity.Fingerprint());
    }

    [Fact]
    public void Dropping_every_label_still_leaves_an_identity()
    {
        var signal = Of(LabelRule.Drop("a")).Map(Event(Labels.Of(("a", "b"))), AssetIndex.Empty);

        Assert.Equal(Labels.Of(("reported_by", "test")), signal.Identity);
    }

    [Fact]
    public void No_event_makes_a_mapping_throw_and_no_label_it_writes_is_out_of_bounds()
    {
        var mapping = Of(
            LabelRule.Extract("a", "(?<b>.*)(?<c>.*)"), LabelRule.Extract("@summary", "(?<d>\\w+)"), LabelRule.Copy("annotation:x", "e"),
            LabelRule.Rename("a", "f"), LabelRule.Copy("@detail", "g"), LabelRule.Drop("c"));
        Prop.ForAll<string, string, string>((value, summary, annotation) =>
        {
            var e = Event(Labels.Of(("a", value ?? ""), ("z", "1"))) with
            {
                Summary = summary, Detail = annotation, Annotations = Labels.Of(("x", annotation ?? ""), ("summary", value ?? "")),
            };
            var signal = mapping.Map(e, AssetIndex.Empty);
            return signal.Summary.Length is > 0 and <= 300 && signal.Identity.Count > 0
                && mapping.Rewrite(e, null).Labels.All(l => LabelName.IsValid(l.Key) && l.Value.Length is > 0 and <= CompiledMapping.LongestValue);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_same_event_maps_to_the_same_signal() => Prop.ForAll<string, string>((a, b) =>
    {
        var mapping = Of(LabelRule.Extract("a", "(?<x>[a-m]+)"), LabelRule.Copy("b", "y"));
        var e = Event(Labels.Of(("a", a ?? ""), ("b", b ?? ""), ("c", "1")));
        return mapping.Map(e, AssetIndex.Empty).Identity.Equals(mapping.Map(e, AssetIndex.Empty).Identity);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_value_longer_than_a_label_may_be_is_cut()
    {
        var after = Rewrite(Of(LabelRule.Copy("annotation:x", "b")), Labels.Of(("a", "1")), Labels.Of(("x", new string('x', 5000))));

        Assert.Equal(CompiledMapping.LongestValue, after["b"]!.Length);
    }

    [Fact]
    public void An_event_that_is_full_of_labels_gets_no_more()
    {
        var full = Labels.From(Enumerable.Range(0, 64).Select(i => new KeyValuePair<string, string>($"l{i}", "x")));

        Assert.Equal(full, Rewrite(Of(LabelRule.Set("one_more", "x")), full));
    }

    [Theory]
    [InlineData("(a+)+(?<x>b)$")]
    [InlineData("^(?<x>(a|aa)+)$")]
    [InlineData("(?<x>(.*a){12})!")]
    public void A_pattern_made_to_explode_costs_linear_time(string pattern)
    {
        Assert.Null(SafePattern.Problem(pattern));
        var mapping = Of(LabelRule.Extract("@detail", pattern));
        var e = Event(Labels.Of(("a", "1"))) with { Detail = new string('a', 8000) };
        mapping.Rewrite(e, null); // compiled lazily

        var began = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < 20; i++)
        {
            mapping.Rewrite(e, null);
        }

        Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(15), "Backtracking would take longer than the age of the universe.");
    }

    [Theory]
    [InlineData("", "1 to 500")]
    [InlineData("abc", "Name at least one group")]
    [InlineData("(?<host>", "Not a pattern")]
    [InlineData("(?<host>a)\\k<host>", "without backtracking")]
    [InlineData("(?=x)(?<host>a)", "without backtracking")]
    [InlineData("(?<hé>a)", "cannot name a label")]
    [InlineData("(?<host>(a{999}){999})", "repeats too much")]
    [InlineData("(?<host>((a{99}){99}){99})", "repeats too much")]
    public void A_pattern_that_cannot_run_is_refused_in_plain_words(string pattern, string words) =>
        Assert.Contains(words, SafePattern.Problem(pattern), StringComparison.Ordinal);

    [Fact]
    public void Errors_of_a_mapping_are_named_by_place()
    {
        var mapping = new SourceMapping
        {
            Rules = [LabelRule.Set("ok", "1"), LabelRule.Rename("a b", "<b>"), LabelRule.Extract("annotation:", "x"), new LabelRule((LabelRuleKind)9, "", "", "")],
            IdentityLabels = ["bad-name"],
            SiteLabel = "1",
            AssetLookups = [new AssetLookup("x y", AssetLookupKind.Name), new AssetLookup("a", AssetLookupKind.Tag)],
        };

        Assert.Equal(
            ["assetLookups[0].label", "assetLookups[1].tag", "identityLabels", "rules[1].from", "rules[1].to", "rules[2].from", "rules[2].value", "rules[3]", "siteLabel"],
            mapping.Validate().Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_mapping_survives_its_json()
    {
        var mapping = new SourceMapping
        {
            Rules = [LabelRule.Extract("@summary", "(?<host>\\S+)"), LabelRule.Set("env", "</script>")],
            IdentityLabels = ["alertname"],
            AssetLookups = [new AssetLookup("host", AssetLookupKind.Tag, "alias")],
            SiteLabel = null,
        };

        var back = SourceMappingJson.Read(SourceMappingJson.Write(mapping));

        Assert.Equal(mapping.Rules, back.Rules);
        Assert.Equal(mapping.IdentityLabels, back.IdentityLabels);
        Assert.Equal(mapping.AssetLookups, back.AssetLookups);
        Assert.Null(back.SiteLabel);
    }

    private static CompiledMapping Of(params LabelRule[] rules)
    {
        var mapping = new SourceMapping { Rules = rules };
        Assert.Empty(mapping.Validate());
        return CompiledMapping.Of(mapping, new SignalRules("test", null));
    }

    private static Labels Rewrite(CompiledMapping mapping, Labels labels, Labels? annotations = null) =>
        mapping.Rewrite(Event(labels) with { Annotations = annotations ?? Labels.Empty }, null).Labels;

    private static IncomingEvent Event(Labels labels) => new(EventAction.Fire, labels, s_noon);
}
