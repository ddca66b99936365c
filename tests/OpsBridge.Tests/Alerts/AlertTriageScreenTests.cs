using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Alerts.Flood;
using OpsBridge.Alerts.Views;
using OpsBridge.Timeline;
using Xunit;

namespace OpsBridge.Alerts;

/// <summary>Groups, marks, presence, floods, saved views and the preview of a triage screen.</summary>
public sealed class AlertTriageScreenTests : AlertPageContext
{
    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public async Task Groups_order_and_folds_stand_in_the_address_and_come_back_from_it()
    {
        Alerts.Open.AddRange([Labelled(1, "disk", "db"), Labelled(2, "cpu", "web"), Labelled(3, "disk", "web")]);
        var triage = Render<AlertTriage>();
        triage.Find("select[aria-label='Group by']").Change("alertname");
        triage.Find("select[aria-label='Then group by']").Change("team");
        triage.Find("select[aria-label='Sort by']").Change("newest");
        await PressAsync(triage, "j");
        await PressAsync(triage, " ");

        var address = new Uri(Navigation.Uri).Query;
        Assert.Equal("?group=alertname&then=team&sort=newest&x=disk%2Fweb&alert=3", address);

        Navigation.NavigateTo($"/alerts{address}");
        var again = Render<AlertTriage>();
        Assert.Equal(Heads(triage), Heads(again));
        Assert.Contains("▸ web", Heads(again));
    }

    [Fact]
    public void What_is_handled_unfolds_below_the_unhandled()
    {
        Alerts.Open.AddRange([FakeAlerts.Row(1, "loud"), FakeAlerts.Row(2, "calm", state: AlertState.Acknowledged)]);
        var triage = Render<AlertTriage>();
        Assert.Equal(["loud"], What(triage));

        triage.FindAll("tr.group button").Single(b => b.TextContent.Contains("Acknowledged", StringComparison.Ordinal)).Click();

        Assert.Equal(["loud", "calm"], What(triage));
        Assert.DoesNotContain("critical", triage.FindAll("tr.group")[^1].InnerHtml, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_marks_stand_on_one_row_at_once()
    {
        Alerts.Open.Add(FakeAlerts.Row(1, "one", state: AlertState.Acknowledged) with
        {
            AcknowledgedBy = "ann", CauseId = 7, FlappingSince = Now.AddMinutes(-9),
            SuppressedBy = [new Suppressor(SuppressorKind.Silence, Guid.Empty, "disk work", Now.AddHours(1)), new Suppressor(SuppressorKind.Window, Guid.Empty, "patch day", Now.AddHours(2))],
        });
        Navigation.NavigateTo("/alerts?view=all");

        var marks = Render<AlertTriage>().FindAll("tr[data-i] .mark");

        Assert.Equal(["ack", "silenced", "window", "symptom", "flapping"], marks.Select(m => m.TextContent));
        Assert.Equal("Silenced: disk work, until 13:00 CET", marks[1].GetAttribute("title"));
    }

    [Fact]
    public async Task Who_else_looks_stands_in_the_row_and_in_the_preview()
    {
        Alerts.Open.Add(FakeAlerts.Row(1, "one"));
        Around.Consoles.AddRange([new OpenConsole(Guid.CreateVersion7(), "operator2", true, 1), new OpenConsole(Me, "operator1", true, 1)]);
        Navigation.NavigateTo("/alerts?alert=1");
        var triage = Render<AlertTriage>();

        await triage.InvokeAsync(() => Services.GetRequiredService<PresenceBoard>().ReadAsync(CancellationToken.None));

        triage.WaitForAssertion(() => Assert.Equal("Looking at it now: operator2", triage.Find(".viewers").GetAttribute("title")));
        Assert.Contains("operator2 looks at it now", triage.Find(".viewers-line").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flood_says_its_rate_and_since_when_and_folds_the_list()
    {
        Alerts.Open.AddRange(Enumerable.Range(1, 40).Select(i => Labelled(i, $"a{i % 3}", $"t{i}")));
        Around.Flood = new FloodView(40, 2, Now.AddMinutes(-5));
        var triage = Render<AlertTriage>();
        Assert.Contains("Alert flood since 11:55 CET40 alarms in 10 min for 2 operators, 20 each", triage.Find(".flood").TextContent.Replace("\n", "", StringComparison.Ordinal).Replace("  ", "", StringComparison.Ordinal), StringComparison.Ordinal);

        triage.Find(".flood .btn").Click();

        Assert.Equal(["▸ a1", "▸ a2", "▸ a0"], Heads(triage));
        Assert.EndsWith("?group=alertname&fold=all", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void The_view_of_the_shift_is_shown_when_nobody_asked_for_anything_else()
    {
        Alerts.Open.AddRange([FakeAlerts.Row(1, "one"), FakeAlerts.Row(2, "two", AlertSeverity.Warning)]);
        Around.Views.Add(new SavedViewRow(Guid.CreateVersion7(), "Night", SavedViewScope.ShiftDefault, "boss", "?severity=warning"));
        Navigation.NavigateTo("/alerts");
        Assert.Equal(["two"], What(Render<AlertTriage>(p => p.Add(t => t.StartsWithDefault, true))));
        Assert.EndsWith("/alerts?severity=warning", Navigation.Uri, StringComparison.Ordinal);

        Navigation.NavigateTo("/alerts?view=unhandled");
        Assert.Equal(["one", "two"], What(Render<AlertTriage>(p => p.Add(t => t.StartsWithDefault, true))));
    }

    [Fact]
    public async Task Forgotten_ones_say_why_they_are_there_oldest_first()
    {
        Alerts.Open.AddRange(
        [
            FakeAlerts.Row(1, "fresh", state: AlertState.Acknowledged) with { OwnerId = Me, OwnerName = "operator1", AcknowledgedAt = Now.AddHours(-1) },
            FakeAlerts.Row(2, "old", state: AlertState.Acknowledged) with { OwnerId = Me, OwnerName = "operator1", AcknowledgedAt = Now.AddHours(-9) },
        ]);
        Around.Consoles.Add(new OpenConsole(Me, "operator1", true, null));
        await Services.GetRequiredService<PresenceBoard>().ReadAsync(CancellationToken.None);
        Navigation.NavigateTo("/alerts?view=forgotten");

        var triage = Render<AlertTriage>();

        Assert.Equal(["old"], What(triage));
        Assert.Equal("acknowledged 9 h 00 ago", triage.Find("tr[data-i] .mark").TextContent);
    }

    [Fact]
    public void Links_of_an_alert_are_only_web_addresses_and_open_apart()
    {
        Alerts.Open.Add(FakeAlerts.Row(1, "one") with
        {
            GeneratorUrl = "javascript:alert(1)",
            Annotations = Kernel.Labels.Of(("runbook_url", "https://wiki.example/run"), ("dashboard", "javascript:alert(2)")),
            Links = [new AlertLink("Ticket", "https://tickets.example/1"), new AlertLink("Bad", "data:text/html,x")],
        });
        Navigation.NavigateTo("/alerts?alert=1");
        var triage = Render<AlertTriage>();

        triage.WaitForAssertion(() => Assert.Contains("Runbook", triage.Find(".preview .actions").TextContent, StringComparison.Ordinal));
        Assert.Equal(["https://tickets.example/1", "https://wiki.example/run"], triage.FindAll(".preview a[target=_blank]").Select(a => a.GetAttribute("href")).Distinct().Order());
        Assert.All(triage.FindAll(".preview a[target=_blank]"), a => Assert.Equal("noopener noreferrer", a.GetAttribute("rel")));
    }

    [Fact]
    public void The_last_times_tell_what_was_done_then()
    {
        Alerts.Open.Add(FakeAlerts.Row(9, "one"));
        Alerts.Earlier.Add(FakeAlerts.Row(3, "one", state: AlertState.Closed) with { ClosedAt = Now.AddDays(-1) });
        Alerts.History.Add(new TimelineRow(1, Now, "ann", "alert.noted", "3", "noted on: one", "restarted the pool", null, null));
        Navigation.NavigateTo("/alerts?alert=9");
        var triage = Render<AlertTriage>();

        triage.WaitForAssertion(() => Assert.Contains("ann noted on “restarted the pool”", triage.Find(".deeds li").TextContent, StringComparison.Ordinal));
    }

    private static AlertRow Labelled(long id, string alert, string team) =>
        FakeAlerts.Row(id, $"{alert} {id}") with { Labels = Kernel.Labels.Of(("alertname", alert), ("team", team)) };

    private static List<string> Heads(IRenderedComponent<AlertTriage> triage) =>
        [.. triage.FindAll("tr.group button").Select(b => $"{b.TextContent.Trim()[0]} {b.QuerySelector("b")!.TextContent}")];

    private static List<string> What(IRenderedComponent<AlertTriage> triage) => [.. triage.FindAll("tr[data-i] td b").Select(b => b.TextContent)];
}
