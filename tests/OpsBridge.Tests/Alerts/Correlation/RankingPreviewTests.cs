using OpsBridge.Kernel;
using Xunit;

namespace OpsBridge.Alerts.Correlation;

public sealed class RankingPreviewTests
{
    private static readonly DateTimeOffset s_now = World.Noon.AddDays(1);
    private static readonly ReadyRankingRule s_rule = ReadyRankingRule.From(new RankingRuleDetails("feed", "n=feed", "n=psu") { EqualLabels = ["site"] })!;
    private readonly List<PastAlert> _past = [];

    [Fact]
    public void Past_alerts_that_overlap_a_cause_of_the_same_site_would_have_been_folded()
    {
        Add(1, "feed", "zrh", 0, 60);
        Add(2, "psu", "zrh", 5, 50);
        Add(3, "psu", "gva", 5, 50);
        Add(4, "psu", "zrh", 61, 70);

        var preview = Preview();

        Assert.Equal((1, 4, 0), (preview.PastCount, preview.PastAlerts, preview.DoubtfulCount));
    }

    [Fact]
    public void What_speaks_against_the_rule_is_listed_with_the_reason()
    {
        Add(1, "feed", "zrh", 60, 120);
        Add(2, "psu", "zrh", 0, 119);
        Add(3, "psu", "zrh", 61, 200);
        Add(4, "psu", "zrh", 61, 119, AlertSeverity.Critical);
        Add(5, "psu", "zrh", 61, 119, by: "Ann");
        Add(6, "psu", "zrh", 61, 119);

        var preview = Preview();

        Assert.Equal((5, 4), (preview.PastCount, preview.DoubtfulCount));
        Assert.Equal(
            ["it began long before the cause", "it went on long after the cause was gone", "it is worse than the cause", "Ann took it on, and nobody the cause"],
            preview.Doubtful.OrderBy(d => d.AlertId).Select(d => d.Doubt));
    }

    [Fact]
    public void What_matches_both_sides_is_not_folded_under_its_like()
    {
        var both = ReadyRankingRule.From(new RankingRuleDetails("x", "site=zrh", "site=zrh"))!;
        Add(1, "feed", "zrh", 0, 60);
        Add(2, "psu", "zrh", 5, 50);

        Assert.Equal(0, RankingPreview.Of(both, [], new PastAlertsView(_past, s_now.AddDays(-7)), s_now).PastCount);
    }

    [Fact]
    public void Alerts_open_now_are_named_with_their_cause()
    {
        var world = new World();
        world.Alert(1, null, labels: [("n", "feed"), ("site", "zrh")]);
        world.Alert(2, null, labels: [("n", "psu"), ("site", "zrh")]);

        var preview = RankingPreview.Of(s_rule, world.Alerts, new PastAlertsView([], s_now.AddDays(-7)), s_now);

        Assert.Equal([new FoldedAlert(2, "alert 2", 1, "alert 1")], preview.OpenNow);
    }

    [Fact]
    public void Fifty_thousand_alerts_of_one_site_are_no_trouble()
    {
        for (var i = 0; i < 50_000; i++)
        {
            Add(i, i % 2 == 0 ? "feed" : "psu", "zrh", i % 1000, (i % 1000) + 1);
        }

        Assert.True(Preview().PastCount > 20_000); // in quadratic time this would not end
    }

    private RankingPreview Preview() => RankingPreview.Of(s_rule, [], new PastAlertsView(_past, s_now.AddDays(-7)), s_now);

    private void Add(long id, string name, string site, int from, int to, AlertSeverity severity = AlertSeverity.Major, string? by = null) => _past.Add(new PastAlert(
        id, Labels.Of(("n", name), ("site", site)), $"alert {id}", severity, World.Noon.AddMinutes(from), World.Noon.AddMinutes(to), by));
}
