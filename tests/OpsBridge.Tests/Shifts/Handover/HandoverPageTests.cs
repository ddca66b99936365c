using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Alerts;
using OpsBridge.Identity;
using OpsBridge.Shifts.Watch;
using Xunit;

namespace OpsBridge.Shifts.Handover;

public sealed class HandoverPageTests : AlertPageContext
{
    private readonly Actor _me = Actor.InRole(Me, "operator1", Role.Operator);
    private readonly Actor _other = Actor.InRole(Guid.CreateVersion7(), "operator3", Role.Operator);

    [Fact]
    public void Those_going_off_see_what_is_missing_and_write_what_is_saved_as_they_type()
    {
        var house = House(_me);
        house.Facts.Add(Section(HandoverSection.Alerts, new HandoverFact("alert/1", "<b>db-1</b> is down") { NeedsJudgement = true, Severity = "Critical", Risk = "critical open" }));
        house.Things.Add(new Belonging("alert", "1", "<b>db-1</b> is down", Me, "operator1", "/alerts/1"));
        var page = Show(house, "section=alerts");

        Assert.Equal("<b>db-1</b> is down", page.Find(".ho-fold").TextContent);
        Assert.Empty(page.FindAll(".ho b b"));
        Assert.Equal(3, page.FindAll(".ho-missing li").Count);
        Assert.Contains("Higher risk: critical open", page.Find(".ho-steps").TextContent, StringComparison.Ordinal);
        page.Find(".ho-sbar textarea").Input("the pool is too small");
        page.Find(".ho-sbar textarea").Blur();
        Assert.Equal("the pool is too small", house.Papers.TextOf(new(HandoverSection.Alerts, "alert/1", TextField.Assessment)));
        page.Find(".ho-things select").Change(nameof(TransferTo.Watch));
        Assert.Equal(TransferTo.Watch, house.Papers.Decisions[new("alert", "1")].To);
    }

    [Fact]
    public void What_came_after_the_signature_is_said_with_where_it_goes()
    {
        var house = House(_me);
        house.Papers.Take(new HandoverText(house.Head.Id, HandoverSection.State, "", TextField.Note, 1) { Text = "stable", Writer = "operator1", WriterId = Me, At = Now });
        house.Case().Take(new HandoverStep.Sign(), _me, Now);
        house.Things.Add(new Belonging("entry", "1", "call the vendor", Me, "operator1", "/log?id=e1"));
        house.Things.Add(new Belonging("silence", "2", "patching", Me, "operator1", "/silences?id=2") { Undecided = TransferTo.Pool });
        var page = Show(house, "");

        Assert.Equal("2 after the signature", page.Find("[aria-labelledby=ho-changes] header .strong").TextContent);
        Assert.Equal(["Late watch", "lapses"], page.FindAll(".ho-things .muted").Select(m => m.TextContent));
        Assert.Contains("Ongoing log entries", page.Find("[aria-labelledby=ho-changes]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_stays_on_watch_at_another_desk_is_said_to_keep_what_they_own()
    {
        var house = House(_me);
        house.Elsewhere.Add(Me);

        Assert.Contains("operator1 stays on watch at another desk and keeps what they own.", Show(house, "").Find("[aria-labelledby=ho-changes]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_somebody_else_saved_meanwhile_is_shown_beside_ones_own()
    {
        var house = House(_me);
        var page = Show(house, "section=notes");
        house.Answer = new HandoverOutcome.Overtaken(new HandoverText(house.Head.Id, HandoverSection.Notes, "", TextField.Note, 3) { Text = "theirs", Writer = "operator2", WriterId = Guid.CreateVersion7(), At = Now });
        page.Find(".ho-doc textarea").Input("mine");
        page.Find(".ho-doc textarea").Blur();

        Assert.Contains("operator2 saved another text meanwhile", page.Find(".ho-both").TextContent, StringComparison.Ordinal);
        house.Answer = new HandoverOutcome.Done(4);
        page.FindAll(".ho-both button").Single(b => b.TextContent.Trim() == "Keep both").Click();
        var kept = Assert.IsType<HandoverStep.Write>(house.Taken[^1]);
        Assert.Equal(("theirs\nmine", 3), (kept.Text, kept.Version));
    }

    [Fact]
    public async Task Enter_reads_a_section_and_goes_to_the_next_and_arrows_move()
    {
        var house = House(_other);
        house.Facts.Add(Section(HandoverSection.State, new HandoverFact("state", "3 open")));
        house.Facts.Add(Section(HandoverSection.Figures, new HandoverFact("figures", "12 raised")));
        house.Papers.Take(new HandoverText(house.Head.Id, HandoverSection.State, "", TextField.Note, 1) { Text = "stable", Writer = "operator3", WriterId = _other.Id!.Value, At = Now });
        house.Case().Take(new HandoverStep.Sign(), _other, Now);
        house.Case().Take(new HandoverStep.Review("at the desk"), _me, Now);
        var page = Show(house, "");

        await PressAsync(page, "Enter");

        Assert.Equal([HandoverSection.State], house.Papers.Ticks.Select(t => t.Section));
        Assert.EndsWith("section=figures", Navigation.Uri, StringComparison.Ordinal);
        await PressAsync(page, "ArrowUp");
        Assert.EndsWith("section=promises", Navigation.Uri, StringComparison.Ordinal);
        Assert.Contains("operator1 has not read Shift figures.", page.Find(".ho-missing").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_that_nobody_reports_on_says_so()
    {
        var page = Show(House(_me), "section=jobs");

        Assert.Contains("Nothing in the console reports on this yet", page.Find(".ho-untold").TextContent, StringComparison.Ordinal);
        Assert.Equal("no report", page.FindAll(".ho-secs a").Single(a => a.TextContent.Contains("Jobs", StringComparison.Ordinal)).QuerySelector(".num")!.TextContent);
    }

    [Fact]
    public void A_viewer_is_offered_no_step()
    {
        SignIn(Role.Viewer);
        var page = Show(House(_other), "");

        Assert.Empty(page.FindAll(".ho-next button"));
        Assert.Empty(page.FindAll("textarea"));
    }

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    private static SectionFacts Section(HandoverSection section, params HandoverFact[] facts) => new(section, facts, facts.Length, true);

    private FakeHandovers House(Actor off) => new(off, () => _me);

    private IRenderedComponent<HandoverPage> Show(FakeHandovers house, string query)
    {
        Services.AddSingleton<IHandoverReader>(house).AddSingleton<IHandoverActions>(house);
        Navigation.NavigateTo($"/handover/{house.Head.Id}?{query}");
        return Render<HandoverPage>(p => p.Add(h => h.Id, house.Head.Id));
    }
}
