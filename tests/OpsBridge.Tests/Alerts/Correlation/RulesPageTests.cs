using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Identity;
using OpsBridge.Ui;
using Xunit;
using Grouping = OpsBridge.Alerts.Correlation.FakeRules<OpsBridge.Alerts.Correlation.GroupingRuleDetails, OpsBridge.Alerts.Correlation.GroupingPreview>;
using Ranks = OpsBridge.Alerts.Correlation.FakeRules<OpsBridge.Alerts.Correlation.RankingRuleDetails, OpsBridge.Alerts.Correlation.RankingPreview>;

namespace OpsBridge.Alerts.Correlation;

/// <summary>The page of the alert rules with the editors of both sorts.</summary>
public sealed class RulesPageTests : AlertPageContext
{
    private const string Cause = "alertname=\"PowerFeedLost\"";
    private const string Symptom = "alertname=\"PsuLost\"";
    private readonly Ranks _ranks = new(new RankingPreview([], 0, 0, 0, [], 0, Now.AddDays(-7)));
    private readonly Grouping _groups = new(new GroupingPreview(Span(0, 0), Span(0, 0), Span(0, 0)));

    public RulesPageTests()
    {
        SignIn(Role.Supervisor);
        Services.AddSingleton<IRuleList<RankingRuleDetails>>(_ranks).AddSingleton<IRuleList<GroupingRuleDetails>>(_groups);
        Services.AddSingleton(new RuleVerbs<RankingRuleDetails, RankingPreview>(_ranks, _ranks, _ranks)).AddSingleton(new RuleVerbs<GroupingRuleDetails, GroupingPreview>(_groups, _groups, _groups));
    }

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    private string Said => Assert.Single(Services.GetRequiredService<Toasts>().Current).Text;

    [Fact]
    public void Without_rules_the_page_says_what_they_are_for_and_how_to_begin()
    {
        var page = Page();

        Assert.Contains("No rule yet.", page.Markup, StringComparison.Ordinal);
        Assert.Contains("and the rule is offered to you", page.Markup, StringComparison.Ordinal);
        Assert.Equal(["Ranking 0", "Grouping 0"], page.FindAll(".page-head .seg button").Select(b => b.TextContent));
        Assert.Empty(page.FindAll("form"));
    }

    [Fact]
    public void Rules_stand_in_one_line_each_as_text_and_say_when_they_are_off()
    {
        _ranks.Rows.Add(Rule(new RankingRuleDetails("<b>Power</b>", Cause, Symptom) { EqualLabels = ["site"], Enabled = false }));
        _groups.Rows.Add(Rule(new GroupingRuleDetails("Storms", Symptom, "{count} hosts")));

        var page = Page();

        Assert.Equal("<b>Power</b>off", page.Find(".rule-line a").TextContent);
        Assert.Equal($"{Symptom} under {Cause}, same site", page.Find(".rule-line .muted").TextContent);
        Assert.Equal($"3 or more of {Symptom} within 10 min", Page("?kind=grouping").Find(".rule-line .muted").TextContent);
    }

    [Fact]
    public void What_is_typed_is_previewed_when_the_typing_pauses()
    {
        _ranks.Preview = new RankingPreview([new FoldedAlert(4, "<i>psu</i>", 1, "feed")], 1, 40, 200, [new FoldedAlert(9, "disk", 1, "feed", "it is worse than the cause")], 1, Now.AddDays(-7));
        var page = Page("?rule=new");
        Assert.Contains("Write both conditions", page.Find(".rule-preview").TextContent, StringComparison.Ordinal);
        Type(page, "rule-cause", Cause);
        Type(page, "rule-symptom", Symptom);
        Type(page, "rule-equal", "site, row");

        page.WaitForAssertion(() => Assert.Contains("40 of 200 alerts (20 %)", page.Find(".rule-preview").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(30));
        Assert.Equal(["site", "row"], _ranks.Previewed[^1].EqualLabels);
        Assert.Equal(["#4 <i>psu</i>", "#9 disk"], page.FindAll(".rule-preview li a").Select(a => a.TextContent));
        Assert.Contains("it is worse than the cause", page.Find(".rule-preview").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".rule-preview i"));
    }

    [Fact]
    public void Bad_input_is_named_at_its_field_and_nothing_is_stored()
    {
        var page = Page("?rule=new");
        Submit(page);
        Assert.Equal("Give it a name of 1 to 100 characters.", Error(page, "rule-name"));

        Type(page, "rule-name", "Power");
        Type(page, "rule-cause", "alertname=~\"(\"");
        Type(page, "rule-symptom", "nothing");
        Type(page, "rule-equal", "a-b c");
        Submit(page);

        Assert.NotNull(Error(page, "rule-cause"));
        Assert.NotNull(Error(page, "rule-symptom"));
        Assert.Equal("\"a-b\" cannot name a label.", Error(page, "rule-equal"));
        Assert.Empty(_ranks.Saved);
        Assert.Empty(_ranks.Previewed);
    }

    [Theory]
    [InlineData("rule-least", "1", "Between 2 and 1000 alerts.")]
    [InlineData("rule-window", "1441", "Between 1 and 1440 minutes.")]
    [InlineData("rule-window", "x", "Between 1 and 1440 minutes.")]
    public void Numbers_out_of_range_are_refused(string field, string typed, string error)
    {
        var page = Page("?kind=grouping&rule=new");
        Fill(page);
        Type(page, field, typed);
        Submit(page);

        Assert.Equal(error, Error(page, field));
        Assert.Empty(_groups.Saved);
    }

    [Fact]
    public void A_title_that_cannot_be_filled_in_is_refused()
    {
        var page = Page("?kind=grouping&rule=new");
        Fill(page);
        Type(page, "rule-title", "{count hosts");
        Submit(page);

        Assert.NotNull(Error(page, "rule-title"));
        Assert.Empty(_groups.Saved);
    }

    [Fact]
    public void A_grouping_rule_is_stored_as_written_and_says_that_it_works()
    {
        _groups.Preview = new GroupingPreview(Span(1, 5), Span(2, 9), Span(4, 31));
        var page = Page("?kind=grouping&rule=new");
        Fill(page);
        page.WaitForAssertion(() => Assert.Contains("31 of 100 alerts (31 %)", page.Find(".rule-spans").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(30));
        Submit(page);

        var (id, seen, saved) = Assert.Single(_groups.Saved);
        Assert.Equal((null, null, "Power", Symptom, "{count} hosts lost power in {site}"), ((Guid?, uint?, string, string, string))(id, seen, saved.Name, saved.Matchers, saved.Title));
        Assert.Equal((4, 15, true), (saved.Least, saved.WindowMinutes, saved.Enabled));
        Assert.Equal(["site"], saved.EqualLabels);
        Assert.Equal("Power works now.", Said);
        Assert.EndsWith("/alerts/rules?kind=grouping", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_somebody_else_changed_is_not_overwritten()
    {
        var rule = Rule(new RankingRuleDetails("Power", Cause, Symptom));
        _ranks.Rows.Add(rule);
        _ranks.Answer = new SaveRuleResult.Stale("ann", 8);
        var page = Page($"?kind=ranking&rule={rule.Id}");
        Type(page, "rule-name", "Mine");
        Submit(page);

        Assert.Equal((rule.Id, (uint?)7), (_ranks.Saved[0].Id, _ranks.Saved[0].Seen));
        Assert.Contains("ann changed this rule since you opened it.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal("Mine", page.Find("#rule-name").GetAttribute("value"));

        page.Find("[role=alert] button").Click();
        Assert.Equal("Power", page.Find("#rule-name").GetAttribute("value"));
    }

    [Fact]
    public void Removing_names_the_rule_and_asks_once()
    {
        var rule = Rule(new RankingRuleDetails("Power", Cause, Symptom));
        _ranks.Rows.Add(rule);
        _ranks.Preview = _ranks.Preview with { OpenCount = 2 };
        var page = Page($"?kind=ranking&rule={rule.Id}");
        page.Find(".btn.danger").Click();
        var question = Services.GetRequiredService<Confirmation>().Question!;
        Assert.Equal(("Ranking rule Power", "2 symptoms stand for themselves again."), (Assert.Single(question.Touched!), question.Text));
        Assert.Empty(_ranks.Removed);

        Services.GetRequiredService<Confirmation>().Answer(true);

        page.WaitForAssertion(() => Assert.Equal("Power is removed.", Said), TimeSpan.FromSeconds(30));
        Assert.Equal([rule.Id], _ranks.Removed);
    }

    [Fact]
    public void Who_may_not_write_rules_is_told_and_what_was_typed_stays()
    {
        var page = Page("?kind=grouping&rule=new");
        Fill(page);
        SignIn(Role.Operator);
        Submit(page);

        Assert.Equal("Your role does not allow this. Ask an administrator.", Said);
        Assert.Equal("Power", page.Find("#rule-name").GetAttribute("value"));
        Assert.Empty(_groups.Saved);
    }

    [Fact]
    public async Task What_was_ranked_by_hand_is_offered_filled_in()
    {
        var cause = FakeAlerts.Row(1, "feed") with { Labels = Kernel.Labels.Of(("alertname", "PowerFeedLost"), ("site", "zrh")) };
        var symptom = FakeAlerts.Row(2, "psu") with { Labels = Kernel.Labels.Of(("alertname", "PsuLost"), ("site", "zrh")) };
        await Services.GetRequiredService<RankDesk>().RankAsync([symptom], cause);
        Assert.Contains("You ranked 1 symptom under #1 feed", Page().Find(".offer").TextContent, StringComparison.Ordinal);

        var page = Page("?rule=offer");

        Assert.Equal(("PowerFeedLost explains PsuLost", $"{{{Cause}}}", $"{{{Symptom}}}", "site"), (Value(page, "rule-name"), Value(page, "rule-cause"), Value(page, "rule-symptom"), Value(page, "rule-equal")));
        Submit(page);
        Assert.Null(Services.GetRequiredService<RankDesk>().Offer);
        Assert.Null(Assert.Single(_ranks.Saved).Id);
    }

    [Fact]
    public void A_link_to_a_rule_that_is_gone_says_so() =>
        Assert.Contains("There is no such rule: it was removed, or the link is wrong.", Page($"?rule={Guid.CreateVersion7()}").Markup, StringComparison.Ordinal);

    private static GroupingSpan Span(int groups, int folded) => new(Now.AddDays(-7), 100, folded, groups, []);

    private static RuleRow<T> Rule<T>(T details) => new(Guid.CreateVersion7(), details, "ann", Now.AddHours(-1), 7);

    private static void Type(IRenderedComponent<RulesPage> page, string field, string text) =>
        Wait(page.InvokeAsync(() => page.Find($"#{field}").Input(text))); // found and used in one turn: the preview may render at any time

    private static void Submit(IRenderedComponent<RulesPage> page) => Wait(page.InvokeAsync(() => page.Find("form").Submit()));

    private static void Wait(Task turn) => turn.GetAwaiter().GetResult();

    private static string? Value(IRenderedComponent<RulesPage> page, string field) => page.Find($"#{field}").GetAttribute("value");

    private static string? Error(IRenderedComponent<RulesPage> page, string field) => page.FindAll($"#{field}-error").SingleOrDefault()?.TextContent;

    private static void Fill(IRenderedComponent<RulesPage> page)
    {
        Type(page, "rule-name", "Power");
        Type(page, "rule-matchers", Symptom);
        Type(page, "rule-equal", "site");
        Type(page, "rule-least", "4");
        Type(page, "rule-window", "15");
        Type(page, "rule-title", "{count} hosts lost power in {site}");
    }

    private IRenderedComponent<RulesPage> Page(string query = "")
    {
        Navigation.NavigateTo($"/alerts/rules{query}");
        return Render<RulesPage>();
    }
}
