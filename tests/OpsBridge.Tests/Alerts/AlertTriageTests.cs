using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Identity;
using OpsBridge.Shell;
using OpsBridge.Timeline;
using OpsBridge.Ui;
using Xunit;

namespace OpsBridge.Alerts;

public sealed class AlertTriageTests : AlertPageContext
{
    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public void Unhandled_alerts_are_shown_first_and_handled_ones_are_a_count()
    {
        Alerts.Open.AddRange([FakeAlerts.Row(1, "loud"), FakeAlerts.Row(2, "calm", state: AlertState.Acknowledged)]);

        var triage = Render<AlertTriage>();

        Assert.Equal(["loud"], What(triage));
        Assert.Equal(["Unhandled 1", "Mine 0", "Handled 1", "Returned 0", "Forgotten 0", "All 2"], triage.FindAll(".panel > header .seg button").Select(b => b.TextContent));
    }

    [Fact]
    public void A_pasted_link_shows_the_same_rows_and_the_same_alert()
    {
        Alerts.Open.AddRange([FakeAlerts.Row(1, "one", site: "Bern"), FakeAlerts.Row(2, "two", site: "Bern", state: AlertState.Acknowledged), FakeAlerts.Row(3, "three")]);
        Navigation.NavigateTo("/alerts?view=all&site=Bern&alert=2");

        var triage = Render<AlertTriage>();

        Assert.Equal(["one", "two"], What(triage));
        Assert.Equal("two", triage.Find(".preview h3").TextContent);
    }

    [Fact]
    public async Task What_the_operator_chooses_stands_in_the_address()
    {
        Alerts.Open.AddRange([FakeAlerts.Row(1, "one"), FakeAlerts.Row(2, "two", AlertSeverity.Warning)]);
        var triage = Render<AlertTriage>();

        await PressAsync(triage, "j");
        triage.Find("select[aria-label=Severity]").Change("Warning");

        Assert.EndsWith("/?severity=warning&alert=1", Navigation.Uri, StringComparison.Ordinal);
        Assert.Equal(["two"], What(triage));
    }

    [Fact]
    public async Task A_key_acts_on_the_selected_alert_and_the_answer_stands_beside_it()
    {
        Alerts.Open.Add(FakeAlerts.Row(7, "one"));
        Alerts.Answer = new("operator2 acknowledged it at 12:03 CET.", "info");
        var triage = Render<AlertTriage>();

        await PressAsync(triage, "j");
        await PressAsync(triage, "a");

        Assert.Equal(["acknowledge 7"], Alerts.Done);
        triage.WaitForAssertion(() => Assert.Equal("operator2 acknowledged it at 12:03 CET.", triage.Find(".answer").TextContent));
    }

    [Fact]
    public async Task Ticked_rows_are_acknowledged_together_and_the_ticks_go()
    {
        Alerts.Open.AddRange([FakeAlerts.Row(1, "one"), FakeAlerts.Row(2, "two")]);
        var triage = Render<AlertTriage>();

        await PressAsync(triage, "j");
        await PressAsync(triage, "x");
        await PressAsync(triage, "j");
        await PressAsync(triage, "x");
        Assert.Contains("2 selected", triage.Find(".bulk-bar").TextContent, StringComparison.Ordinal);
        await PressAsync(triage, "a");

        Assert.Equal(["acknowledge 1+2"], Alerts.Done);
        Assert.Empty(triage.FindAll(".bulk-bar"));
        Assert.Equal("Acknowledged. It is yours.", Assert.Single(Services.GetRequiredService<Toasts>().Current).Text);
    }

    [Fact]
    public async Task A_note_is_asked_for_and_saved()
    {
        Alerts.Open.Add(FakeAlerts.Row(1, "one"));
        var triage = Render<AlertTriage>();

        await PressAsync(triage, "j");
        await PressAsync(triage, "n");
        triage.Find("dialog textarea").Input("called the carrier");
        await triage.FindAll("dialog .btn.primary").Single().ClickAsync(new());

        Assert.Equal(["note 1 called the carrier"], Alerts.Done);
    }

    [Fact]
    public async Task A_paused_list_does_not_move_and_says_how_much_is_new()
    {
        Alerts.Open.Add(FakeAlerts.Row(1, "one"));
        var triage = Render<AlertTriage>();
        await PressAsync(triage, "p");

        Alerts.Open.Insert(0, FakeAlerts.Row(2, "two", AlertSeverity.Critical));
        Feed.Publish(AlertBoard.Topic);

        triage.WaitForAssertion(() => Assert.Equal("1 new ↑", triage.Find(".newbar").TextContent));
        Assert.Equal(["one"], What(triage));
        Assert.Contains("paused since 12:00 CET", triage.Markup, StringComparison.Ordinal);
        Assert.Equal("paused", Services.GetRequiredService<LiveState>().Mode);

        await PressAsync(triage, "p");
        Assert.Equal(["two", "one"], What(triage));
    }

    [Fact]
    public async Task Hostile_text_is_only_text()
    {
        const string Hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>";
        Alerts.Open.Add(FakeAlerts.Row(1, Hostile) with { AssetName = Hostile, SiteName = Hostile, OwnerName = Hostile, LastNote = Hostile, Detail = Hostile });
        var standing = new AlertStanding(AlertState.Unacknowledged, AlertSeverity.Major, Hostile, Hostile, null, null, false, null);
        Alerts.Steps.Add(new AlertTransition { AlertId = 1, Revision = 1, At = Now, Kind = AlertTransitionKind.Noted, ActorId = Me, ActorName = Hostile, Before = standing, After = standing with { Owner = null }, Why = Hostile });
        var triage = Render<AlertTriage>();

        await PressAsync(triage, "j");

        Assert.Equal(Hostile, triage.Find(".preview h3").TextContent);
        Assert.Empty(triage.FindAll("img, script"));
        var page = Render<AlertPage>(p => p.Add(x => x.Id, 1));
        Assert.Empty(page.FindAll("img, script"));
    }

    [Fact]
    public async Task A_viewer_may_look_but_has_no_verbs()
    {
        SignIn(Role.Viewer);
        Alerts.Open.Add(FakeAlerts.Row(1, "one"));
        var triage = Render<AlertTriage>();

        await PressAsync(triage, "j");
        await PressAsync(triage, "a");

        Assert.Empty(Alerts.Done);
        Assert.Empty(triage.FindAll(".preview .btn:not(.back)"));
    }

    [Fact]
    public void When_a_part_stops_the_list_says_since_when_it_may_be_old()
    {
        var triage = Render<AlertTriage>();
        Assert.Empty(triage.FindAll(".panel.stale"));

        Messages.Set(new SystemMessage("Check poller", "critical", "stopped", "old", Now.AddMinutes(-3)));

        triage.WaitForAssertion(() => Assert.Contains("stale since 11:57 CET", triage.Find(".panel.stale").TextContent, StringComparison.Ordinal));
    }

    private static List<string> What(IRenderedComponent<AlertTriage> triage) => [.. triage.FindAll("tr[data-i] td b").Select(b => b.TextContent)];
}
