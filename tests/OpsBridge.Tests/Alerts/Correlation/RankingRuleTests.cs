using OpsBridge.Kernel;
using Xunit;

namespace OpsBridge.Alerts.Correlation;

public sealed class RankingRuleTests
{
    private readonly World _world = new();

    [Fact]
    public void While_the_cause_holds_what_shares_the_labels_is_its_symptom()
    {
        Rule("feed", "alertname=FeedLost", "alertname=~\"Psu.*\"", "site");
        _world.Alert(1, null, 10, labels: [("alertname", "FeedLost"), ("site", "zrh")]);
        _world.Alert(2, null, 0, labels: [("alertname", "PsuLost"), ("site", "zrh")]);
        _world.Alert(3, null, 0, labels: [("alertname", "PsuLost"), ("site", "gva")]);

        _world.Keep();

        Assert.Equal((1, SymptomOrigin.Rule), _world.Of(2));
        Assert.Equal((null, null), _world.Of(3));

        _world.Change(1, r => r with { State = AlertState.ReturnedUnacknowledged, ClearedAt = World.Noon.AddSeconds(60) });
        _world.Keep();
        Assert.Equal((null, null), _world.Of(2));
    }

    [Fact]
    public void A_label_that_both_lack_is_equal()
    {
        Rule("feed", "alertname=FeedLost", "alertname=PsuLost", "row", "site");
        _world.Alert(1, null, labels: [("alertname", "FeedLost"), ("site", "zrh")]);
        _world.Alert(2, null, labels: [("alertname", "PsuLost"), ("site", "zrh")]);
        _world.Alert(3, null, labels: [("alertname", "PsuLost"), ("site", "zrh"), ("row", "b")]);

        _world.Keep();

        Assert.Equal(1, _world.Of(2).Cause);
        Assert.Null(_world.Of(3).Cause);
    }

    [Fact]
    public void What_matches_both_sides_is_no_symptom_of_what_matches_both_sides()
    {
        Rule("same", "severity=~\"critical|major\"", "severity=~\"major|warning\"", "site");
        _world.Alert(1, null, labels: [("severity", "major"), ("site", "zrh")]);
        _world.Alert(2, null, labels: [("severity", "major"), ("site", "zrh")]);
        _world.Alert(3, null, labels: [("severity", "warning"), ("site", "zrh")]);
        _world.Keep();
        Assert.Null(_world.Of(1).Cause);
        Assert.Null(_world.Of(2).Cause);
        Assert.Equal(1, _world.Of(3).Cause);

        _world.Alert(4, null, 5, AlertSeverity.Critical, labels: [("severity", "critical"), ("site", "zrh")]);
        _world.Keep();

        Assert.Equal([4, 4, 4], new[] { 1, 2, 3 }.Select(i => _world.Of(i).Cause));
    }

    [Fact]
    public void Two_rules_that_contradict_each_other_leave_one_alert_standing()
    {
        Rule("one", "n=a", "n=b");
        Rule("other", "n=b", "n=a");
        _world.Alert(1, null, 0, AlertSeverity.Warning, labels: ("n", "a"));
        _world.Alert(2, null, 5, AlertSeverity.Critical, labels: ("n", "b"));

        _world.Keep();

        Assert.Null(_world.Of(2).Cause); // the worse of the two
        Assert.Equal(2, _world.Of(1).Cause);
    }

    [Fact]
    public void What_a_rule_says_is_asked_again_when_the_labels_change()
    {
        var rules = new RankingRuleSet([ReadyRankingRule.From(new RankingRuleDetails("r", "n=a", "n=b"))!]);
        var cause = _world.Alert(1, null, labels: ("n", "a"));
        var symptom = _world.Alert(2, null, labels: ("n", "b"));
        var edges = new Dictionary<long, CauseEdge>();
        rules.AddEdges([cause, symptom], edges);
        Assert.Equal(1, edges[2].To);

        edges.Clear();
        rules.AddEdges([cause, symptom with { Labels = Labels.Of(("n", "c")) }], edges);

        Assert.Empty(edges);
    }

    [Theory]
    [InlineData("", "a=b", "c=d", "Name")]
    [InlineData("x", "a", "c=d", "Cause")]
    [InlineData("x", "a=b", "c=~\"(\"", "Symptom")]
    [InlineData("x", "a=b", "c=d", "EqualLabels", "no good")]
    public void A_rule_that_cannot_work_is_refused_by_field(string name, string cause, string symptom, string field, params string[] labels)
    {
        var wrong = new RankingRuleDetails(name, cause, symptom) { EqualLabels = labels }.Validate();

        Assert.Equal([field], wrong.Keys);
    }

    private void Rule(string name, string cause, string symptom, params string[] equal) =>
        _world.Rules.Add(new RankingRuleDetails(name, cause, symptom) { EqualLabels = equal });
}
