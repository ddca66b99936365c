using FsCheck;
using FsCheck.Fluent;
using OpsBridge.Kernel;
using Xunit;

namespace OpsBridge.Alerts.Correlation;

public sealed class GroupingRuleTests
{
    private static readonly GroupingRuleDetails s_power = new("power", "alertname=PsuLost", "{count} hosts lost power in {site}") { EqualLabels = ["site"], WindowMinutes = 10, Least = 3 };
    private readonly List<Groupable> _alerts = [];

    [Fact]
    public void Enough_alike_within_the_window_are_one_group_with_a_title()
    {
        Add(0, "zrh", "zrh", "gva");
        Add(9, "zrh");

        var group = Assert.Single(Group());

        Assert.Equal("3 hosts lost power in zrh", group.Title);
        Assert.Equal([1, 2, 4], group.Members.Select(m => m.Id));
    }

    [Fact]
    public void One_fewer_or_a_moment_later_is_no_group()
    {
        Add(0, "zrh", "zrh");
        Assert.Empty(Group());

        Add(11, "zrh");
        Assert.Empty(Group());
    }

    [Fact]
    public void A_storm_that_lasts_is_one_group_and_what_comes_hours_later_another()
    {
        foreach (var minute in Enumerable.Range(0, 20))
        {
            Add(minute * 4, "zrh");
        }

        Add(300, "zrh", "zrh", "zrh");

        Assert.Equal([20, 3], Group().Select(g => g.Members.Count));
        Assert.Equal(2, Group().Select(g => g.Key).Distinct().Count());
    }

    [Fact]
    public void A_group_keeps_its_key_while_more_alerts_join()
    {
        Add(0, "zrh", "zrh", "zrh");
        var key = Group()[0].Key;

        Add(5, "zrh");

        Assert.Equal(key, Group()[0].Key);
        Assert.Equal("4 hosts lost power in zrh", Group()[0].Title);
    }

    [Fact]
    public void An_alert_is_in_the_group_of_the_first_rule_only()
    {
        Add(0, "zrh", "zrh", "zrh");
        var all = s_power with { Name = "z", Matchers = "alertname=~\".+\"", EqualLabels = [], Least = 2 };

        var groups = new GroupingRuleSet([Ready(s_power), Ready(all)]).Group(_alerts);

        Assert.Equal("power", Assert.Single(groups).Rule);
    }

    [Fact]
    public void Agrees_with_the_plain_definition() => Prop.ForAll(Dice.Throws, numbers =>
    {
        var dice = new Dice(numbers);
        var (window, least) = (1 + dice.Next(12), 2 + dice.Next(4));
        var minutes = Enumerable.Range(0, dice.Next(20)).Select(_ => dice.Next(90)).ToList();
        _alerts.Clear();
        minutes.ForEach(m => Add(m, "zrh"));

        var grouped = new GroupingRuleSet([Ready(s_power with { WindowMinutes = window, Least = least })]).Group(dice.Shuffled(_alerts)).SelectMany(g => g.Members).Select(m => m.Id).Order();

        // In a group: some stretch of the window that the alert lies in holds enough.
        var expected = _alerts.Where(a => _alerts.Exists(start => start.At <= a.At && a.At - start.At <= TimeSpan.FromMinutes(window)
            && _alerts.Count(o => o.At >= start.At && o.At - start.At <= TimeSpan.FromMinutes(window)) >= least)).Select(a => a.Id).Order();
        Assert.Equal(expected, grouped);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("{count} in {site}", "2 in zrh")]
    [InlineData("{rack} {host}", "several no host")]
    [InlineData("<b>{site}</b>", "<b>zrh</b>")]
    public void A_title_is_text_with_the_count_and_labels(string template, string expected) =>
        Assert.Equal(expected, TitleTemplate.Parse(template).Template!.Fill([Labels.Of(("site", "zrh"), ("rack", "a")), Labels.Of(("site", "zrh"), ("rack", "b"))]));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{no good}")]
    [InlineData("two\nlines")]
    public void A_title_that_cannot_be_filled_is_refused(string template) => Assert.NotNull(TitleTemplate.Parse(template).Error);

    [Fact]
    public void A_title_of_hostile_labels_stays_short() =>
        Assert.Equal(300, TitleTemplate.Parse("{site}{site}").Template!.Fill([Labels.Of(("site", new string('x', 2000)))]).Length);

    [Fact]
    public void Numbers_out_of_range_are_refused_by_field()
    {
        Assert.Equal(["WindowMinutes", "Least"], (s_power with { WindowMinutes = 0, Least = 1 }).Validate().Keys);
        Assert.Empty(s_power.Validate());
    }

    [Fact]
    public void The_preview_counts_groups_sizes_and_the_share_folded()
    {
        var now = World.Noon.AddDays(1);
        var past = Enumerable.Range(0, 10).Select(i => Past(i, i < 4 ? "PsuLost" : "Other", now.AddHours(-1).AddMinutes(i))).Append(Past(99, "PsuLost", now.AddDays(-3))).ToList();

        var preview = GroupingPreview.Of(Ready(s_power), [], new PastAlertsView(past, now.AddDays(-7)), now);

        Assert.Equal((10, 4, 1), (preview.Day.Alerts, preview.Day.Folded, preview.Day.GroupCount));
        Assert.Equal((11, 4), (preview.Week.Alerts, preview.Week.Folded));
        Assert.Equal(("4 hosts lost power in zrh", 4), (preview.Day.Biggest[0].Title, preview.Day.Biggest[0].Count));
        Assert.Equal(0, preview.Open.GroupCount);
    }

    private static PastAlert Past(long id, string name, DateTimeOffset at) =>
        new(id, Labels.Of(("alertname", name), ("site", "zrh")), $"alert {id}", AlertSeverity.Major, at, null, null);

    private static ReadyGroupingRule Ready(GroupingRuleDetails details) => ReadyGroupingRule.From(Guid.Empty, details)!;

    private IReadOnlyList<AlertGroup> Group() => new GroupingRuleSet([Ready(s_power)]).Group(_alerts);

    private void Add(int minute, params string[] sites)
    {
        foreach (var site in sites)
        {
            var id = _alerts.Count + 1;
            _alerts.Add(new Groupable(id, Labels.Of(("alertname", "PsuLost"), ("site", site), ("n", $"{id}")), World.Noon.AddMinutes(minute)));
        }
    }
}
