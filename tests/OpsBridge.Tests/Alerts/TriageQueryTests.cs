using OpsBridge.Identity;
using OpsBridge.Kernel;
using Xunit;

namespace OpsBridge.Alerts;

public sealed class TriageQueryTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 11, 0, 0, TimeSpan.Zero);
    private static readonly Actor s_me = Actor.InRole(Guid.CreateVersion7(), "operator1", Role.Operator);

    [Fact]
    public void An_address_and_back_is_the_same_query()
    {
        var query = new TriageQuery
        {
            View = TriageQuery.All,
            Text = "site=~\"Zü.*\", env!=prod & more",
            BySite = false,
            Site = "Zürich & Bern",
            Severity = AlertSeverity.Critical,
            Unowned = true,
            OlderThanMinutes = 5,
            Selected = 42,
        };

        Assert.Equal(query, TriageQuery.Parse(query.ToQuery()));
        Assert.Equal("", new TriageQuery().ToQuery());
        Assert.Equal(new TriageQuery(), TriageQuery.Parse(""));
    }

    [Theory]
    [InlineData("?view=nonsense&severity=17&older=-3&alert=x&owner=me&group=")]
    [InlineData("?severity=&site=&q=&&&=")]
    public void What_an_address_says_wrongly_counts_as_absent(string address) => Assert.Equal(new TriageQuery(), TriageQuery.Parse(address));

    [Fact]
    public void Unhandled_comes_first_then_the_worst_then_the_oldest()
    {
        AlertRow[] rows =
        [
            FakeAlerts.Row(1, "handled", AlertSeverity.Critical, state: AlertState.Acknowledged),
            FakeAlerts.Row(2, "young", AlertSeverity.Major, s_now.AddMinutes(-1)),
            FakeAlerts.Row(3, "old", AlertSeverity.Major, s_now.AddMinutes(-9)),
            FakeAlerts.Row(4, "worst", AlertSeverity.Critical, s_now),
        ];

        Assert.Equal([4, 3, 2, 1], Ids(new TriageQuery { View = TriageQuery.All, BySite = false }, rows));
    }

    [Fact]
    public void Grouped_the_site_with_the_worst_alert_comes_first_and_its_rows_lie_together()
    {
        AlertRow[] rows =
        [
            FakeAlerts.Row(1, "a", AlertSeverity.Warning, site: "Bern"), FakeAlerts.Row(2, "b", AlertSeverity.Critical, site: "Zurich"),
            FakeAlerts.Row(3, "c", AlertSeverity.Major, site: "Bern"), FakeAlerts.Row(4, "d", AlertSeverity.Info, site: "Zurich"),
        ];

        Assert.Equal([2, 4, 3, 1], Ids(new TriageQuery(), rows));
    }

    [Fact]
    public void Each_view_counts_what_it_would_show()
    {
        AlertRow[] rows =
        [
            FakeAlerts.Row(1, "a"), FakeAlerts.Row(2, "b", state: AlertState.Acknowledged) with { OwnerId = s_me.Id, OwnerName = "operator1" },
            FakeAlerts.Row(3, "c", state: AlertState.ReturnedUnacknowledged), FakeAlerts.Row(4, "d", state: AlertState.Suppressed),
        ];

        var counts = new TriageQuery().Apply(rows, null, s_me, s_now).Counts;

        Assert.Equal((1, 1, 2, 1, 4, null), (counts["unhandled"], counts["mine"], counts["handled"], counts["returned"], counts["all"], counts["closed"]));
    }

    [Fact]
    public void Unowned_for_five_minutes_is_exactly_that()
    {
        AlertRow[] rows = [FakeAlerts.Row(1, "exactly", raised: s_now.AddMinutes(-5)), FakeAlerts.Row(2, "older", raised: s_now.AddMinutes(-6)), FakeAlerts.Row(3, "owned", raised: s_now.AddMinutes(-9)) with { OwnerName = "x" }];

        Assert.Equal([2], Ids(new TriageQuery { Unowned = true, OlderThanMinutes = 5 }, rows));
    }

    [Theory]
    [InlineData("asset-1", "1")]
    [InlineData("HTTP prod", "1,2")]
    [InlineData("#2", "2")]
    [InlineData("asset=asset-2", "2")]
    [InlineData("severity=~\"critical|major\", asset!=asset-2", "1")]
    [InlineData("nowhere", "")]
    public void Text_finds_words_and_labels(string text, string expected)
    {
        AlertRow[] rows = [FakeAlerts.Row(1, "http 503"), FakeAlerts.Row(2, "HTTP slow", AlertSeverity.Critical)];

        Assert.Equal(expected, string.Join(',', Ids(new TriageQuery { Text = text, BySite = false }, rows).Order()));
    }

    [Fact]
    public void An_unfinished_filter_hides_nothing_and_says_what_is_missing()
    {
        var found = new TriageQuery { Text = "site=\"Zur" }.Apply([FakeAlerts.Row(1, "a")], null, s_me, s_now);

        Assert.Equal("The closing quote is missing.", found.Error);
        Assert.Single(found.Rows);
    }

    [Fact]
    public void Shared_labels_are_those_that_every_row_has_alike()
    {
        var one = FakeAlerts.Row(1, "a") with { Labels = Labels.Of(("env", "prod"), ("team", "db"), ("site", "Z")) };

        Assert.Equal("env=prod", TriageRows.SharedLabels([one, one with { Labels = Labels.Of(("env", "prod"), ("team", "web"), ("site", "Z")) }]));
        Assert.Equal("", TriageRows.SharedLabels([one]));
    }

    private static List<long> Ids(TriageQuery query, AlertRow[] rows) => [.. query.Apply(rows, null, s_me, s_now).Rows.Select(r => r.Id)];
}
