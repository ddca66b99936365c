using Bunit;
using OpsBridge.Identity;
using Xunit;

namespace OpsBridge.Alerts.Correlation;

public sealed class CauseBoxTests : AlertPageContext
{
    [Theory]
    [InlineData(SymptomOrigin.Operator, "an operator said so")]
    [InlineData(SymptomOrigin.Parent, "it is reached through it")]
    [InlineData(SymptomOrigin.Rule, "a rule says so")]
    public void A_symptom_names_its_cause_and_who_says_so(SymptomOrigin from, string words)
    {
        Alerts.Open.Add(FakeAlerts.Row(7, "<i>switch</i> is down"));
        var box = Box(FakeAlerts.Row(1, "one") with { CauseId = 7, CauseFrom = from });

        Assert.Equal("#7 <i>switch</i> is down", box.Find(".cause-line a").TextContent);
        Assert.Equal("/alerts/7", box.Find(".cause-line a").GetAttribute("href"));
        Assert.Contains(words, box.Find(".cause-line").TextContent, StringComparison.Ordinal);
        Assert.Empty(box.FindAll("i"));
    }

    [Fact]
    public void A_cause_that_left_the_board_is_still_named()
    {
        Alerts.Closed.Add(FakeAlerts.Row(7, "switch is down", state: AlertState.Closed));

        Assert.Equal("#7 switch is down", Box(FakeAlerts.Row(1, "one") with { CauseId = 7, CauseFrom = SymptomOrigin.Operator }).Find(".cause-line a").TextContent);
    }

    [Fact]
    public void The_symptoms_of_a_cause_are_listed_under_it_until_it_closes()
    {
        var cause = FakeAlerts.Row(1, "switch");
        Alerts.Open.AddRange([cause, .. Enumerable.Range(2, 52).Select(i => FakeAlerts.Row(i, $"<b>host {i}</b>") with { CauseId = 1, CauseFrom = SymptomOrigin.Parent })]);

        var box = Box(cause);

        Assert.Equal("52 symptoms folded under it", box.Find("summary").TextContent.Trim());
        Assert.Equal(50, box.FindAll(".symptoms li").Count);
        Assert.Equal("and 2 more", box.Find(".symptoms > p").TextContent);
        Assert.Empty(box.FindAll("li b"));
        Assert.Empty(Box(cause with { State = AlertState.Closed }).FindAll(".symptoms"));
    }

    [Fact]
    public async Task A_symptom_can_be_let_stand_alone_by_key_or_button()
    {
        var done = 0;
        var box = Render<CauseBox>(p => p.Add(b => b.Row, FakeAlerts.Row(1, "one") with { CauseId = 7, CauseFrom = SymptomOrigin.Rule }).Add(b => b.MayHandle, true).Add(b => b.OnDone, () => done++));
        await PressAsync(box, "Shift+d");
        await box.Find("button").ClickAsync(new());

        Assert.Equal(["1 alone", "1 alone"], Ranking.Done);
        Assert.Equal(2, done);
    }

    [Fact]
    public async Task Who_may_only_look_has_no_verb_and_a_closed_symptom_has_none_either()
    {
        var row = FakeAlerts.Row(1, "one") with { CauseId = 7, CauseFrom = SymptomOrigin.Rule };
        var looked = Render<CauseBox>(p => p.Add(b => b.Row, row));
        await PressAsync(looked, "Shift+d");

        Assert.Empty(looked.FindAll("button"));
        Assert.Empty(Box(row with { State = AlertState.Closed }).FindAll("button"));
        Assert.Empty(Ranking.Done);
    }

    [Fact]
    public void What_an_operator_let_stand_alone_says_so() =>
        Assert.Equal("An operator said that it stands for itself, whatever parents and rules say.", Box(FakeAlerts.Row(1, "one") with { CauseFrom = SymptomOrigin.Operator }).Find(".cause-line").TextContent);

    private IRenderedComponent<CauseBox> Box(AlertRow row) => Render<CauseBox>(p => p.Add(b => b.Row, row).Add(b => b.MayHandle, true));
}
