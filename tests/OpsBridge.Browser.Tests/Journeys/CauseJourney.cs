using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using OpsBridge.Alerts;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsBridge.Journeys;

/// <summary>Fourteen alerts and one cause: ranked by hand, kept as a rule, shown as one.</summary>
public sealed class CauseJourney(Chromium chromium, PostgresServer server) : Journey(chromium)
{
    [Fact]
    public async Task A_supervisor_ranks_by_key_and_makes_it_a_rule_without_touching_the_mouse()
    {
        var supervisor1 = await SupervisorAsync();
        await supervisor1.PressAsync("g a");
        await Expect(supervisor1.Heading("Alerts")).ToBeAttachedAsync(); // the bridge shows the same list
        await Expect(Tab(supervisor1, "Unhandled 7")).ToBeVisibleAsync();

        // The worst stands first; the two below it are ticked, and the cursor goes back up.
        await supervisor1.PressAsync("j");
        await Expect(supervisor1.Preview).ToContainTextAsync("Power feed A lost");
        await supervisor1.PressAsync("j");
        await supervisor1.PressAsync("x");
        await supervisor1.PressAsync("j");
        await supervisor1.PressAsync("x");
        await supervisor1.PressAsync("Home");
        await Expect(supervisor1.Page.GetByRole(AriaRole.Region, new() { Name = "Selected alerts" })).ToContainTextAsync("2 selected");
        await Expect(supervisor1.Preview).ToContainTextAsync("Power feed A lost");
        await supervisor1.PressAsync("d");

        // They go under it at once, though the list is being worked in.
        await Expect(Tab(supervisor1, "Unhandled 5")).ToBeVisibleAsync();
        await Expect(supervisor1.Row("Alerts", "Power feed A lost")).ToContainTextAsync("2 symptoms");
        await Expect(supervisor1.Row("Alerts", "Symptoms of other alerts")).ToContainTextAsync("2 alerts");
        await Expect(supervisor1.Row("Alerts", "PSU of db-1 has no input")).ToHaveCountAsync(0);

        await supervisor1.PressAsync("g r");
        await Expect(supervisor1.Heading("Alert rules")).ToBeVisibleAsync();
        await supervisor1.TabToAsync(supervisor1.Link("Make it a rule"));
        await supervisor1.Page.Keyboard.PressAsync("Enter");
        await Expect(supervisor1.Field("Name")).ToBeFocusedAsync();
        await Expect(supervisor1.Field("Name")).ToHaveValueAsync("PowerFeedLost explains PsuLost");
        await Expect(Preview(supervisor1)).ToContainTextAsync("PSU of db-3 has no input");
        await supervisor1.Page.Keyboard.PressAsync("Enter");

        // The rule folds the third one by itself.
        await Expect(supervisor1.Page.GetByText("PowerFeedLost explains PsuLost works now.")).ToBeVisibleAsync();
        await Expect(supervisor1.Link("PowerFeedLost explains PsuLost")).ToBeVisibleAsync();
        await Expect(supervisor1.Page.GetByText("under {alertname=\"PowerFeedLost\"}")).ToBeVisibleAsync();
        await supervisor1.PressAsync("g a");
        await Expect(supervisor1.Row("Alerts", "Power feed A lost")).ToContainTextAsync("3 symptoms");
    }

    [Fact]
    public async Task A_grouping_rule_is_tried_on_history_and_then_shows_its_alerts_as_one_line()
    {
        var supervisor1 = await SupervisorAsync();
        await supervisor1.GoAsync("/alerts/rules?kind=grouping");
        await Expect(supervisor1.Heading("Alert rules")).ToBeVisibleAsync();
        await supervisor1.PressAsync("n");
        await Expect(supervisor1.Field("Name")).ToBeFocusedAsync();
        await supervisor1.Page.Keyboard.TypeAsync("Uplinks");
        await supervisor1.TypeAsync(supervisor1.Field("Alerts"), "alertname=\"LinkDown\"");
        await supervisor1.TypeAsync(supervisor1.Field("Same labels (optional)"), "room");
        await supervisor1.TypeAsync(supervisor1.Field("Title of the group"), "{count} uplinks down in {room}");
        await Expect(Preview(supervisor1)).ToContainTextAsync("3 uplinks down in R2");
        await Expect(Preview(supervisor1).GetByRole(AriaRole.Row).Filter(new() { HasText = "Last 7 days" })).ToContainTextAsync("3 of 7 alerts");
        await ScanAsync(supervisor1);
        await supervisor1.Page.Keyboard.PressAsync("Enter");
        await Expect(supervisor1.Page.GetByText("Uplinks works now.")).ToBeVisibleAsync();
        await ScanAsync(supervisor1);

        await supervisor1.PressAsync("g a");
        await supervisor1.PressAsync("b");
        await Expect(supervisor1.Choice("Group by")).ToBeFocusedAsync();
        await supervisor1.Page.Keyboard.TypeAsync("rules");
        await Expect(supervisor1.Page).ToHaveURLAsync(new Regex("group=rules", RegexOptions.None, Chromium.Patience));
        await Expect(supervisor1.Row("Alerts", "3 uplinks down in R2")).ToContainTextAsync("3 unhandled");
        await Expect(supervisor1.Row("Alerts", "Uplink of edge-1 is down")).ToHaveCountAsync(0);
        await Expect(supervisor1.Row("Alerts", "In no group")).ToContainTextAsync("4 unhandled");
    }

    [Fact]
    public async Task A_row_is_dragged_onto_its_cause()
    {
        var supervisor1 = await SupervisorAsync();
        await supervisor1.PressAsync("g a");
        await Expect(supervisor1.Heading("Alerts")).ToBeAttachedAsync(); // the bridge shows the same list
        var (symptom, cause) = (supervisor1.Row("Alerts", "PSU of db-2 has no input"), supervisor1.Row("Alerts", "Power feed A lost"));
        await supervisor1.PressAsync("j"); // an answer to a key: the list listens
        await Expect(supervisor1.Preview).ToContainTextAsync("Power feed A lost");

        await symptom.DragToAsync(cause);

        await Expect(supervisor1.Page.GetByText("1 symptom", new() { Exact = true }).First).ToBeVisibleAsync();
        await Expect(cause).ToContainTextAsync("1 symptom");
        await Expect(symptom).ToHaveCountAsync(0);
        await supervisor1.PressAsync("z");
        await Expect(supervisor1.Page.GetByText("Undone.")).ToBeVisibleAsync();
        await Expect(Tab(supervisor1, "Unhandled 7")).ToBeVisibleAsync();
    }

    private static ILocator Tab(Visitor visitor, string text) =>
        visitor.Page.GetByRole(AriaRole.Group, new() { Name = "Which alerts" }).GetByRole(AriaRole.Button, new() { Name = text, Exact = true });

    private static ILocator Preview(Visitor visitor) => visitor.Page.GetByRole(AriaRole.Region, new() { Name = "What it would do" });

    private static async Task ScanAsync(Visitor visitor) =>
        Assert.DoesNotContain((await visitor.Page.RunAxe()).Violations, v => v.Impact is "serious" or "critical");

    private static AlertSignal Signal(AlertSeverity severity, string summary, params (string Name, string Value)[] labels) =>
        new(Labels.Of(labels), true, severity, summary, TimeProvider.System.GetUtcNow());

    private async Task<Visitor> SupervisorAsync()
    {
        var console = await StartAsync(new ConsoleHost(await server.CreateDatabaseAsync(Ct)));
        await console.AddAccountAsync("supervisor1", Role.Supervisor);
        List<AlertSignal> storm = [Signal(AlertSeverity.Critical, "Power feed A lost", ("alertname", "PowerFeedLost"), ("room", "R1"))];
        storm.AddRange(Enumerable.Range(1, 3).Select(i => Signal(AlertSeverity.Major, $"PSU of db-{i} has no input", ("alertname", "PsuLost"), ("room", "R1"), ("host", $"db-{i}"))));
        storm.AddRange(Enumerable.Range(1, 3).Select(i => Signal(AlertSeverity.Warning, $"Uplink of edge-{i} is down", ("alertname", "LinkDown"), ("room", "R2"), ("host", $"edge-{i}"))));
        await console.Get<ApplySignals>().HandleAsync(storm, Actor.Internal("test", Permissions.ReportAlerts), Ct);
        return await OpenAsAsync(console, "supervisor1");
    }
}
