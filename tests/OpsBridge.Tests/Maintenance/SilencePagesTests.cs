using AngleSharp.Dom;
using Bunit;
using OpsBridge.Alerts;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using Xunit;

namespace OpsBridge.Maintenance;

public sealed class SilencePagesTests : MaintenancePageContext
{
    [Fact]
    public void The_list_shows_active_silences_with_what_they_hide_the_next_to_end_first()
    {
        var (late, soon) = (Silence("asset=\"db-1\"", "late", toHours: 5), Silence("asset=\"db-2\"", "soon", toHours: 1));
        House.Silences.AddRange([late, soon, Silence("a=\"b\"", "over", -3, -1), Silence("a=\"b\"", "to come", 1, 2)]);
        House.Hidden[late.Id] = new HiddenBy([FakeAlerts.Row(7, "db-1 is down"), FakeAlerts.Row(8, "db-1 is slow")]);

        var page = Render<SilencesPage>();

        Assert.Equal(["soon", "late"], page.FindAll(".hot tbody tr[data-i] td:nth-child(5)").Select(c => c.TextContent));
        Assert.Equal(["0", "2"], page.FindAll(".hot tbody tr[data-i] td:nth-child(2)").Select(c => c.TextContent.Trim()));
        Assert.Equal(["Active 2", "Pending 1", "Expired 1"], page.FindAll(".panel > header .seg button").Select(b => b.TextContent));
        Assert.Contains("2 alerts hidden now", page.Find(".page-head").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pasted_link_shows_the_silence_and_what_it_hides_as_text()
    {
        var row = Silence("asset=\"<b>db-1</b>\"", "<script>alert(1)</script>\nsecond line");
        House.Silences.Add(row);
        House.Hidden[row.Id] = new HiddenBy([FakeAlerts.Row(7, "<i>db-1</i> is down")]);
        Navigation.NavigateTo($"/silences?id={row.Id}");

        var page = Render<SilencesPage>();

        Assert.Equal(row.Comment, page.Find(".preview h3").TextContent);
        Assert.Equal("/alerts/7", page.Find(".hidden-rows a").GetAttribute("href"));
        Assert.Empty(page.FindAll("script, .preview b, .preview i"));
    }

    [Fact]
    public async Task Ending_one_that_hides_something_asks_first_and_answers_where_it_was_pressed()
    {
        var row = Silence("asset=\"db-1\"");
        House.Silences.Add(row);
        House.Hidden[row.Id] = new HiddenBy([FakeAlerts.Row(7, "db-1 is down")]);
        var page = Render<SilencesPage>();

        var pressed = PressAsync(page, "e");
        Assert.Contains("1 alert that fires comes back", Confirm.Question!.Text, StringComparison.Ordinal);
        Confirm.Answer(true);
        await pressed;

        Assert.Equal([$"end Silence {row.Id}"], House.Done);
        Assert.Contains("Ended.", page.Find(".preview .answer").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_owner_or_a_supervisor_is_offered_to_extend()
    {
        House.Silences.Add(Silence("asset=\"db-1\""));

        Assert.DoesNotContain("Extend", Buttons(Render<SilencesPage>()));
        SignIn(Role.Supervisor);
        Assert.Contains("Extend", Buttons(Render<SilencesPage>()));
        SignIn(Role.Viewer);
        Assert.Empty(Render<SilencesPage>().FindAll(".preview .btn"));
    }

    [Fact]
    public void Extending_by_a_click_moves_the_end_by_that_much()
    {
        var row = Silence("asset=\"db-1\"", owner: Me);
        House.Silences.Add(row);
        House.Answer = new("It ends at 15:00 CET now.", "ok");
        var page = Render<SilencesPage>();

        page.FindAll(".preview .btn").Single(b => b.TextContent.Contains("Extend", StringComparison.Ordinal)).Click();
        page.FindAll(".dialog .btn").Single(b => b.TextContent.Contains("1 h 00 more", StringComparison.Ordinal)).Click();

        Assert.Equal([$"extend Silence {row.Id} {row.EndsAt.AddHours(1):u}"], House.Done);
    }

    [Fact]
    public void From_an_alert_every_label_is_a_condition_and_unticking_one_widens_the_preview()
    {
        Alerts.Open.Add(FakeAlerts.Row(7, "db-1 is down") with { Labels = Labels.Of(("asset", "db-1"), ("env", "prod")) });
        Navigation.NavigateTo("/silences/new?alert=7");
        var page = Render<SilenceFormPage>();
        Assert.Equal("asset=\"db-1\", env=\"prod\"", MaintenanceWords.Conditions(House.Asked[^1].Matchers));

        page.FindAll(".matcher-row input[type=checkbox]")[0].Change(false);

        page.WaitForAssertion(() => Assert.Equal("env=\"prod\"", MaintenanceWords.Conditions(House.Asked[^1].Matchers)), TimeSpan.FromSeconds(30));
        Assert.Contains("3 alerts open now", page.Find(".hides").TextContent, StringComparison.Ordinal);
        Assert.Contains("Hide 3 alerts", page.Find("button[type=submit]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_saved_is_what_is_ticked_for_as_long_as_was_chosen()
    {
        Alerts.Open.Add(FakeAlerts.Row(7, "db-1 is down") with { Labels = Labels.Of(("asset", "db-1"), ("env", "prod")) });
        Navigation.NavigateTo("/silences/new?alert=7");
        var page = Render<SilenceFormPage>();

        page.FindAll(".matcher-row input[type=checkbox]")[1].Change(false);
        page.FindAll(".seg button").Single(b => b.TextContent == "30 min").Click();
        page.Find("#comment").Input("OPS-12, Ann works on it");
        page.Find("form").Submit();

        Assert.Equal(("asset=\"db-1\"", Now, Now.AddMinutes(30), "OPS-12, Ann works on it"), House.SavedSilence is { } saved ? (MaintenanceWords.Conditions(saved.Matchers), saved.StartsAt, saved.EndsAt, saved.Comment) : default);
        Assert.EndsWith($"/silences?id={House.Saved.Id}", Navigation.Uri, StringComparison.Ordinal);
        Assert.Contains("until 12:30 CET", Assert.Single(Toasts.Current).Text, StringComparison.Ordinal);
        Assert.Equal("Undo", Toasts.Current[0].ActionText);
    }

    [Fact]
    public void A_pattern_that_cannot_be_used_is_said_while_typing_and_nothing_is_saved()
    {
        var page = Render<SilenceFormPage>();

        page.Find(".matcher-row input[list]").Input("asset");
        page.Find(".matcher-row select").Change(nameof(MatchKind.Matches));
        page.FindAll(".matcher-row input.mono")[1].Input("(a{1000}){1000}");
        page.Find("form").Submit();

        Assert.Contains("is not a usable pattern", page.Find(".matchers .error").TextContent, StringComparison.Ordinal);
        Assert.Null(House.SavedSilence);
    }

    [Fact]
    public void Conditions_in_the_address_are_taken_over_and_bad_ones_are_said()
    {
        Navigation.NavigateTo("/silences/new?matchers=" + Uri.EscapeDataString("asset=~\"db-.*\", env!=\"test\""));
        Assert.Equal(["db-.*", "test"], Render<SilenceFormPage>().FindAll(".matcher-row input.mono:nth-of-type(3)").Select(i => i.GetAttribute("value")));

        Navigation.NavigateTo("/silences/new?matchers=" + Uri.EscapeDataString("asset=~\"(\""));
        Assert.Contains("cannot be read", Render<SilenceFormPage>().Find(".form-error").TextContent, StringComparison.Ordinal);
        Navigation.NavigateTo("/silences/new?alert=99");
        Assert.Contains("There is no alert 99", Render<SilenceFormPage>().Find(".form-error").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_use_case_refuses_is_said_beside_its_field()
    {
        House.Saved = SaveAnswer.Invalid(new Dictionary<string, string> { ["Comment"] = "Say why.", ["Matchers"] = "Too wide.", ["EndsAt"] = "Too long." });
        Navigation.NavigateTo("/silences/new?matchers=" + Uri.EscapeDataString("asset=\"db-1\""));
        var page = Render<SilenceFormPage>();

        page.Find("form").Submit();

        Assert.Equal(["Too wide.", "Too long.", "Say why."], page.FindAll("[role=alert]").Select(e => e.TextContent));
    }

    private static string Buttons(IRenderedComponent<SilencesPage> page) => string.Join(' ', page.FindAll(".preview .btn").Select(b => b.TextContent));
}
