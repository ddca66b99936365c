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

/// <summary>A storm, and an operator whose mouse is broken.</summary>
public sealed class KeyboardTriageJourney(Chromium chromium, PostgresServer server) : Journey(chromium)
{
    private const string Hostile = "<img src=x onerror=document.title='owned'> disk 4";

    [Fact]
    public async Task One_operator_handles_a_storm_with_the_keyboard_alone()
    {
        var console = await StartAsync(new ConsoleHost(await server.CreateDatabaseAsync(Ct)));
        await console.AddAccountAsync("operator1", Role.Operator);
        await RaiseAsync(console);
        var operator1 = await OpenAsAsync(console, "operator1");
        var keys = operator1.Page.Keyboard;
        await operator1.PressAsync("g a");
        await Expect(operator1.Heading("Alerts")).ToBeAttachedAsync();
        await Expect(Tab(operator1, "Unhandled 40")).ToBeVisibleAsync();

        await FilterAsync(operator1);
        await GroupAsync(operator1);
        await Expect(operator1.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "20 alerts" })).ToBeVisibleAsync();

        // The cursor goes into the list, and a range of three is selected.
        await operator1.PressAsync("j");
        await operator1.PressAsync("Shift+ArrowDown");
        await operator1.PressAsync("Shift+ArrowDown");
        await Expect(operator1.Page.GetByRole(AriaRole.Region, new() { Name = "Selected alerts" })).ToContainTextAsync("3 selected");
        await Expect(operator1.Preview).ToContainTextAsync("disk");

        // One acknowledgement with one comment for all three.
        await operator1.PressAsync("Shift+a");
        var comment = operator1.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Textbox, new() { NameRegex = new Regex("^Comment", RegexOptions.None, Chromium.Patience) });
        await Expect(comment).ToBeFocusedAsync();
        await keys.TypeAsync("storage team called");
        await Expect(comment).ToHaveValueAsync("storage team called");
        await keys.PressAsync("Control+Enter");
        await Expect(Tab(operator1, "Unhandled 17")).ToBeVisibleAsync();
        await Expect(Tab(operator1, "Mine 3")).ToBeVisibleAsync();

        await SaveViewAsync(operator1);
        await ReloadShowsTheSameAsync(operator1);
        Assert.NotEqual("owned", await operator1.Page.TitleAsync());
        Assert.Equal(0, await operator1.Page.Locator("img[src=x]").CountAsync());
        Assert.DoesNotContain((await operator1.Page.RunAxe()).Violations, v => v.Impact is "serious" or "critical");
    }

    private static ILocator Tab(Visitor visitor, string text) =>
        visitor.Page.GetByRole(AriaRole.Group, new() { Name = "Which alerts" }).GetByRole(AriaRole.Button, new() { Name = text, Exact = true });

    /// <summary>Types half of a matcher; completion writes the rest.</summary>
    private static async Task FilterAsync(Visitor visitor)
    {
        await visitor.PressAsync("/");
        var search = visitor.Page.GetByRole(AriaRole.Combobox, new() { Name = "Search alerts: words or label filters" });
        var offers = visitor.Page.GetByRole(AriaRole.Listbox, new() { Name = "Completions" });
        await Expect(search).ToBeFocusedAsync();
        await visitor.Page.Keyboard.TypeAsync("te");
        await Expect(offers.GetByRole(AriaRole.Option).First).ToContainTextAsync("team");
        await visitor.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(offers.GetByRole(AriaRole.Option, new() { Selected = true })).ToContainTextAsync("team");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(search).ToHaveValueAsync("team=");
        await visitor.Page.Keyboard.TypeAsync("d");
        await Expect(offers.GetByRole(AriaRole.Option)).ToHaveCountAsync(1);
        await visitor.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(offers.GetByRole(AriaRole.Option, new() { Selected = true })).ToContainTextAsync("db");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(search).ToHaveValueAsync("team=\"db\"");
        await visitor.Page.Keyboard.PressAsync("Enter"); // done: on with the rows
        await Expect(visitor.Page.GetByRole(AriaRole.Grid, new() { Name = "Alerts", Exact = true })).ToBeFocusedAsync();
        await Expect(visitor.Page).ToHaveURLAsync(new Regex("q=team", RegexOptions.None, Chromium.Patience));
    }

    private static async Task GroupAsync(Visitor visitor)
    {
        await visitor.PressAsync("b");
        var group = visitor.Choice("Group by");
        await Expect(group).ToBeFocusedAsync();
        await visitor.Page.Keyboard.TypeAsync("alertname");
        await Expect(visitor.Page).ToHaveURLAsync(new Regex("group=alertname", RegexOptions.None, Chromium.Patience));
        await visitor.Page.Keyboard.PressAsync("Escape");
        await visitor.PressAsync("-");
        await Expect(visitor.Page.GetByRole(AriaRole.Grid, new() { Name = "Alerts", Exact = true }).GetByRole(AriaRole.Button, new() { Expanded = false })).ToHaveCountAsync(2);
        await visitor.PressAsync("+");
        await Expect(visitor.Page.GetByRole(AriaRole.Grid, new() { Name = "Alerts", Exact = true }).GetByRole(AriaRole.Button, new() { Expanded = false })).ToHaveCountAsync(0);
    }

    private static async Task SaveViewAsync(Visitor visitor)
    {
        await visitor.PressAsync("Shift+w");
        var name = visitor.Field("Name");
        await Expect(name).ToBeFocusedAsync();
        await visitor.Page.Keyboard.TypeAsync("Databases");
        await Expect(name).ToHaveValueAsync("Databases");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Page.GetByText("The view Databases is saved.")).ToBeVisibleAsync();
    }

    /// <summary>The address holds all of it; and the saved view leads back to it from the plain list.</summary>
    private static async Task ReloadShowsTheSameAsync(Visitor visitor)
    {
        var address = visitor.Page.Url;
        var rows = await RowsAsync(visitor);
        await visitor.Page.ReloadAsync();
        await Expect(Tab(visitor, "Unhandled 17")).ToBeVisibleAsync();
        Assert.Equal(address, visitor.Page.Url);
        Assert.Equal(rows.Where(r => !r.StartsWith("ack", StringComparison.Ordinal)), await RowsAsync(visitor)); // what was acknowledged stood in its place until now

        await visitor.PressAsync("g b");
        await Expect(visitor.Heading("Bridge")).ToBeAttachedAsync();
        await visitor.PressAsync("g a");
        await Expect(visitor.Heading("Alerts")).ToBeAttachedAsync();
        await Expect(Tab(visitor, "Unhandled 37")).ToBeVisibleAsync();
        await visitor.PressAsync("w");
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Databases", RegexOptions.None, Chromium.Patience) })).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(Tab(visitor, "Unhandled 17")).ToBeVisibleAsync();
    }

    private static async Task<IReadOnlyList<string>> RowsAsync(Visitor visitor) =>
        await visitor.Page.Locator("tr[data-i] .c-what").AllInnerTextsAsync();

    private static Task<IReadOnlyList<SignalOutcome>> RaiseAsync(ConsoleHost console) => console.Get<ApplySignals>().HandleAsync(
        [
            .. from i in Enumerable.Range(0, 40)
               let kind = i % 4 < 2 ? "disk" : "cpu"
               let labels = Labels.Of(("alertname", kind), ("team", i % 2 == 0 ? "db" : "web"), ("instance", $"host-{i}"))
               select new AlertSignal(labels, true, i % 4 == 0 ? AlertSeverity.Critical : AlertSeverity.Major, i == 4 ? Hostile : $"{kind} {i} is slow", TimeProvider.System.GetUtcNow()) { Source = "test" },
        ],
        Actor.Internal("Test", Permissions.ReportAlerts),
        Ct);
}
