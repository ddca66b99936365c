using OpsBridge.Kernel;
using OpsBridge.Ui;
using Xunit;

namespace OpsBridge.Alerts;

public sealed class TriageQueryTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 11, 0, 0, TimeSpan.Zero);
    private static readonly Guid s_me = Guid.CreateVersion7();
    private static readonly Suppressor s_silence = new(SuppressorKind.Silence, Guid.CreateVersion7(), "disk work", s_now.AddHours(3));

    [Fact]
    public void An_address_and_back_is_the_same_query()
    {
        var query = new TriageQuery
        {
            View = TriageQuery.All,
            Text = "site=~\"Zü.*\", env!=prod & more",
            Group = "alertname",
            Then = "team",
            Sort = "oldest",
            Folds = HotFolds.Of(true, ["Disk full", "Zürich / Bern", "a&b=c"]),
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
    [InlineData("?view=nonsense&severity=17&older=-3&alert=x&owner=me&group=&sort=best&x=")]
    [InlineData("?severity=&site=&q=&&&=")]
    public void What_an_address_says_wrongly_counts_as_absent(string address) => Assert.Equal(new TriageQuery(), TriageQuery.Parse(address));

    [Theory]
    [InlineData("severity", "4,3,2,1")]
    [InlineData("newest", "4,2,3,1")]
    [InlineData("oldest", "1,3,2,4")]
    [InlineData("count", "2,4,3,1")]
    public void Rows_come_in_the_order_asked_for(string sort, string expected)
    {
        AlertRow[] rows =
        [
            FakeAlerts.Row(1, "handled", AlertSeverity.Critical, s_now.AddHours(-1), state: AlertState.Acknowledged),
            FakeAlerts.Row(2, "young", AlertSeverity.Major, s_now.AddMinutes(-1)) with { Count = 9 },
            FakeAlerts.Row(3, "old", AlertSeverity.Major, s_now.AddMinutes(-9)),
            FakeAlerts.Row(4, "worst", AlertSeverity.Critical, s_now),
        ];

        Assert.Equal(expected, string.Join(',', Ids(new TriageQuery { View = TriageQuery.All, Group = TriageQuery.NoGroup, Sort = sort }, rows)));
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
        Assert.Equal(["Zurich", "Bern"], Find(new TriageQuery(), rows).Groups.Select(g => g.Name));
    }

    [Fact]
    public void Two_levels_of_groups_say_what_each_holds()
    {
        AlertRow[] rows = [Labelled(1, "disk", "db"), Labelled(2, "disk", "web"), Labelled(3, "cpu", "db"), Labelled(4, "disk", "db")];

        var groups = Find(new TriageQuery { Group = "alertname", Then = "team" }, rows).Groups;

        Assert.Equal(["0 disk 3", "1 db 2", "1 web 1", "0 cpu 1", "1 db 1"], groups.Select(g => $"{g.Level} {g.Name} {((TriageGroup)g.About!).Count}"));
        Assert.Equal(groups.Count, groups.Select(g => g.Key).Distinct().Count());
    }

    [Fact]
    public void What_is_handled_is_a_folded_count_below_the_unhandled_with_its_reason()
    {
        AlertRow[] rows =
        [
            FakeAlerts.Row(1, "loud"), FakeAlerts.Row(2, "acknowledged", state: AlertState.Acknowledged), FakeAlerts.Row(3, "silenced") with { SuppressedBy = [s_silence] },
            FakeAlerts.Row(4, "symptom") with { CauseId = 1, SuppressedBy = [s_silence] }, FakeAlerts.Row(5, "shelved", state: AlertState.Shelved),
            FakeAlerts.Row(6, "window") with { SuppressedBy = [s_silence with { Kind = SuppressorKind.Window }] }, FakeAlerts.Row(7, "gone", state: AlertState.ReturnedUnacknowledged),
        ];

        var found = Find(new TriageQuery(), rows);

        Assert.Equal(1, found.Found);
        Assert.Equal(
            ["Acknowledged 2", "Gone before anybody saw them 7", "In a maintenance window 6", "Shelved 5", "Silenced 3", "Symptoms of other alerts 4"],
            found.Groups.Where(g => g.FoldedAtFirst).Select(g => $"{g.Name} {string.Join('+', g.Items.Select(r => r.Id))}"));
    }

    [Fact]
    public void Each_view_counts_what_it_would_show()
    {
        AlertRow[] rows =
        [
            FakeAlerts.Row(1, "a"), FakeAlerts.Row(2, "b", state: AlertState.Acknowledged) with { OwnerId = s_me, OwnerName = "operator1", AcknowledgedAt = s_now.AddHours(-9) },
            FakeAlerts.Row(3, "c", state: AlertState.ReturnedUnacknowledged), FakeAlerts.Row(4, "d", state: AlertState.Suppressed),
        ];

        var counts = Find(new TriageQuery(), rows).Counts;

        Assert.Equal((1, 1, 2, 1, 1, 4), (counts["unhandled"], counts["mine"], counts["handled"], counts["returned"], counts["forgotten"], counts["all"]));
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
    [InlineData("site=\"Zurich DC\", state=unacknowledged", "1,2")]
    [InlineData("nowhere", "")]
    public void Text_finds_words_and_labels(string text, string expected)
    {
        AlertRow[] rows = [FakeAlerts.Row(1, "http 503"), FakeAlerts.Row(2, "HTTP slow", AlertSeverity.Critical)];

        Assert.Equal(expected, string.Join(',', Ids(new TriageQuery { Text = text, Group = TriageQuery.NoGroup }, rows).Order()));
    }

    [Fact]
    public void An_unfinished_filter_hides_nothing_and_says_what_is_missing()
    {
        var found = Find(new TriageQuery { Text = "site=\"Zur" }, [FakeAlerts.Row(1, "a")]);

        Assert.Equal("The closing quote is missing.", found.Error);
        Assert.Equal(1, found.Found);
    }

    [Fact]
    public void Shared_labels_are_those_that_every_row_has_alike()
    {
        var one = FakeAlerts.Row(1, "a") with { Labels = Labels.Of(("env", "prod"), ("team", "db"), ("site", "Z")) };
        var two = FakeAlerts.Row(2, "a") with { Labels = Labels.Of(("env", "prod"), ("team", "web"), ("site", "Z")) };

        Assert.Equal("env=prod", ((TriageGroup)Find(new TriageQuery(), [one, two]).Groups[0].About!).Shared);
        Assert.Equal("", ((TriageGroup)Find(new TriageQuery(), [one]).Groups[0].About!).Shared);
        Assert.Equal("team=db", ((TriageGroup)Find(new TriageQuery { Group = "env" }, [one, one with { Id = 3 }]).Groups[0].About!).Shared);
    }

    [Fact]
    public void More_rows_than_one_screen_lists_are_counted_and_cut_honestly()
    {
        var found = Find(new TriageQuery { Group = TriageQuery.NoGroup }, [.. Enumerable.Range(1, 10_001).Select(i => FakeAlerts.Row(i, "x"))]);

        Assert.Equal((10_001, true, 10_000), (found.Found, found.Cut, found.Groups.Sum(g => g.Items.Count)));
    }

    private static AlertRow Labelled(long id, string alert, string team) => FakeAlerts.Row(id, alert) with { Labels = Labels.Of(("alertname", alert), ("team", team)) };

    private static TriageRows Find(TriageQuery query, IReadOnlyList<AlertRow> rows) =>
        new LiveTriage(query, s_me).Read(new AlertBoardView(rows, s_now, false), new HashSet<Guid>(), s_now);

    private static List<long> Ids(TriageQuery query, AlertRow[] rows) => [.. Find(query, rows).Groups.Where(g => !g.FoldedAtFirst).SelectMany(g => g.Items).Select(r => r.Id)];
}
