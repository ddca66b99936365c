using OpsBridge.Kernel;
using Xunit;

namespace OpsBridge.Alerts;

public sealed class CompletionTests
{
    private static readonly AlertBoardView s_view = new(
    [
        FakeAlerts.Row(1, "a") with { Labels = Labels.Of(("team", "db"), ("env", "prod"), ("note", "say \"hi\"")) },
        FakeAlerts.Row(2, "b") with { Labels = Labels.Of(("team", "web"), ("env", "prod"), ("tier", "1")) },
        FakeAlerts.Row(3, "c", AlertSeverity.Critical) with { Labels = Labels.Of(("team", "web")) },
    ], DateTimeOffset.UnixEpoch, false);

    [Theory]
    [InlineData("te", "team")]
    [InlineData("t", "team,tier")]
    [InlineData("sev", "severity")]
    [InlineData("team", "team=,team!=,team=~,team!~")]
    [InlineData("team=", "web,db")]
    [InlineData("team=\"w", "web")]
    [InlineData("team!=d", "db")]
    [InlineData("env=prod, te", "team")]
    [InlineData("env=\"a, b\", ti", "tier")]
    [InlineData("severity=c", "critical")]
    [InlineData("", "")]
    [InlineData("two words", "")]
    [InlineData("nothing=", "")]
    public void What_fits_is_offered_the_commonest_first(string text, string expected) =>
        Assert.Equal(expected, string.Join(',', Offers(text).Select(o => o.Shown)));

    [Theory]
    [InlineData("te", 0, "team=")]
    [InlineData("env=prod,te", 0, "env=prod, team=")]
    [InlineData("note=", 0, "note=\"say \\\"hi\\\"\"")]
    [InlineData("{team=\"w", 0, "{team=\"web\"")]
    public void Taking_an_offer_gives_text_that_goes_on(string text, int offer, string expected) => Assert.Equal(expected, Offers(text)[offer].Text);

    [Fact]
    public void A_value_taken_is_a_filter_that_finds_its_alerts()
    {
        var text = Offers("note=")[0].Text;

        Assert.Equal([1], s_view.Rows.Where(TriageText.Read(text).IsMatch).Select(r => r.Id));
    }

    [Fact]
    public void The_name_that_folds_most_is_the_one_with_the_fewest_groups()
    {
        var rows = Enumerable.Range(0, 40).Select(i => FakeAlerts.Row(i, "x", site: $"site{i % 8}") with { Labels = Labels.Of(("alertname", $"a{i % 3}"), ("instance", $"i{i}"), ("env", "prod")) });

        Assert.Equal(("alertname", 3), new LabelIndex(TimeProvider.System).BestFold(new AlertBoardView([.. rows], DateTimeOffset.UnixEpoch, false)));
    }

    private static IReadOnlyList<Completion> Offers(string text) => Completions.For(text, s_view, new LabelIndex(TimeProvider.System));
}
