using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Ui;
using Xunit;

namespace OpsBridge.Alerts.Correlation;

/// <summary>Ranking on the triage page: by key, by drag, and the groups of the grouping rules.</summary>
public sealed class RankBarTests : AlertPageContext
{
    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    private Toast Said => Assert.Single(Services.GetRequiredService<Toasts>().Current);

    [Fact]
    public async Task D_ranks_what_is_ticked_under_the_alert_that_the_cursor_stands_on()
    {
        var triage = await TickedAsync(2, 3);
        await PressAsync(triage, "d");

        Assert.Equal(["2+3 under 1"], Ranking.Done);
        Assert.Equal((Ranking.Answer.Text, "Undo"), (Said.Text, Said.ActionText));
        Assert.Empty(triage.FindAll(".bulk-bar"));
    }

    [Fact]
    public async Task The_cause_itself_is_no_symptom_though_it_is_ticked()
    {
        var triage = await TickedAsync(1);

        Assert.True(Button(triage, "Symptoms of…").HasAttribute("disabled"));
        await PressAsync(triage, "d");
        Assert.Empty(Ranking.Done);

        await PressAsync(triage, "j");
        Assert.Equal("Symptom of #2", Button(triage, "Symptom of").TextContent.Trim());
        Assert.Equal("Rank power feed as symptom of psu 2", Button(triage, "Symptom of").GetAttribute("aria-label"));
    }

    [Fact]
    public async Task Only_symptoms_can_be_let_stand_alone()
    {
        Alerts.Open.Add(Row(4, "follows", "PsuLost") with { CauseId = 1, CauseFrom = SymptomOrigin.Rule });
        Navigation.NavigateTo("/alerts?view=all&group=none");
        var triage = await TickedAsync(2);
        await PressAsync(triage, "Shift+d");
        Assert.Empty(Ranking.Done);
        await PressAsync(triage, "Escape");

        await TickAsync(triage, 4);
        await PressAsync(triage, "Shift+d");

        Assert.Equal(["4 alone"], Ranking.Done);
    }

    [Fact]
    public async Task A_supervisor_is_offered_the_rule_that_would_do_the_same()
    {
        SignIn(Role.Supervisor);
        var triage = await TickedAsync(2, 3);
        await PressAsync(triage, "d");

        Assert.Equal(("#2 is now a symptom of #1. z takes it back.", "Make it a rule"), (Said.Text, Said.ActionText));
        var rule = Services.GetRequiredService<RankDesk>().Offer!.Rule;
        Assert.Equal(("{alertname=\"PowerFeedLost\"}", "{alertname=\"PsuLost\"}"), (rule.Cause, rule.Symptom));
        await triage.InvokeAsync(Said.Action!);
        Assert.EndsWith(RankDesk.OfferPath, Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_refused_is_said_and_no_rule_is_offered()
    {
        SignIn(Role.Supervisor);
        Ranking.Answer = new("The cause is closed. Choose one that is open.", "warning");
        var triage = await TickedAsync(2);
        await PressAsync(triage, "d");

        Assert.Equal(("The cause is closed. Choose one that is open.", (string?)null), (Said.Text, Said.ActionText));
        Assert.Null(Services.GetRequiredService<RankDesk>().Offer);
    }

    [Fact]
    public async Task A_viewer_ranks_neither_by_key_nor_by_drag()
    {
        SignIn(Role.Viewer);
        var triage = await TickedAsync(2);
        await PressAsync(triage, "d");
        await DropAsync(triage, "2", "1");

        Assert.Empty(Ranking.Done);
        Assert.Empty(triage.FindAll("tr[draggable]"));
    }

    [Fact]
    public async Task A_row_that_is_dragged_onto_another_is_its_symptom_and_brings_the_ticked_ones_along()
    {
        var triage = await TickedAsync(3);
        Assert.Equal(3, triage.FindAll("tr[draggable=true]").Count);
        await DropAsync(triage, "2", "1");
        await TickAsync(triage, 2);
        await DropAsync(triage, "3", "1");

        Assert.Equal(["2 under 1", "2+3 under 1"], Ranking.Done.Select(Sorted));
        Assert.Empty(triage.FindAll(".bulk-bar"));
    }

    [Fact]
    public async Task Symptoms_leave_the_list_at_once_when_their_operator_ranked_them()
    {
        var triage = await TickedAsync(2);
        await triage.InvokeAsync(() => triage.FindComponent<HotList<AlertRow>>().Instance.EngageAsync(true));
        Alerts.Open[1] = Alerts.Open[1] with { CauseId = 1, CauseFrom = SymptomOrigin.Operator };
        await PressAsync(triage, "d");

        Assert.Equal(["power feed", "psu 3"], What(triage));
        Assert.Equal("1 symptom", triage.Find("tr[data-i] .mark").TextContent);
    }

    [Fact]
    public void Groups_of_the_rules_are_one_line_each_before_what_is_in_no_group()
    {
        Fill();
        Ranking.Groups = new GroupedAlerts([new AlertGroup("00ff", "2 hosts lost <b>power</b>", "Power", [.. Alerts.Open.Skip(1).Select(r => new Groupable(r.Id, r.Labels, r.StartsAt))])]);
        Navigation.NavigateTo("/alerts?group=rules");

        var triage = Render<AlertTriage>();

        Assert.Equal(["2 hosts lost <b>power</b>", "In no group"], triage.FindAll("tr.group button b").Select(b => b.TextContent));
        Assert.Equal(["power feed"], What(triage));

        triage.Find("tr.group button").Click();
        Assert.Equal(["psu 2", "psu 3", "power feed"], What(triage));
    }

    private static string Sorted(string done) => done.Contains('+', StringComparison.Ordinal) ? $"{string.Join('+', done.Split(' ')[0].Split('+').Order(StringComparer.Ordinal))} under 1" : done;

    private static AlertRow Row(long id, string summary, string alert) =>
        FakeAlerts.Row(id, summary, id == 1 ? AlertSeverity.Critical : AlertSeverity.Major) with { Labels = Labels.Of(("alertname", alert), ("site", "zrh"), ("host", $"h{id}")) };

    private static List<string> What(IRenderedComponent<AlertTriage> triage) => [.. triage.FindAll("tr[data-i] td b").Select(b => b.TextContent)];

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<AlertTriage> triage, string text) =>
        triage.FindAll(".bulk-bar button").Single(b => b.TextContent.Trim().StartsWith(text, StringComparison.Ordinal));

    private static Task DropAsync(IRenderedComponent<AlertTriage> triage, string key, string onto) =>
        triage.InvokeAsync(() => triage.FindComponent<HotList<AlertRow>>().Instance.DropAsync(key, onto));

    private void Fill()
    {
        if (!Alerts.Open.Exists(r => r.Id == 1))
        {
            Alerts.Open.InsertRange(0, [Row(1, "power feed", "PowerFeedLost"), Row(2, "psu 2", "PsuLost"), Row(3, "psu 3", "PsuLost")]);
        }
    }

    /// <summary>Rows ticked, and the cursor on the first row.</summary>
    private async Task<IRenderedComponent<AlertTriage>> TickedAsync(params long[] ids)
    {
        Fill();
        var triage = Render<AlertTriage>();
        foreach (var id in ids)
        {
            await TickAsync(triage, id);
        }

        await PressAsync(triage, "Home");
        return triage;
    }

    private static Task TickAsync(IRenderedComponent<AlertTriage> triage, long id) =>
        triage.FindAll("tr[data-i]").Single(r => r.Id!.EndsWith($"-{id}", StringComparison.Ordinal)).QuerySelector("input")!.ClickAsync(new());
}
