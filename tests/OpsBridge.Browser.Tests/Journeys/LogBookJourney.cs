using Microsoft.Playwright;
using OpsBridge.Identity;
using OpsBridge.Shifts.Orders;
using OpsBridge.Shifts.Watch;
using OpsBridge.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsBridge.Journeys;

/// <summary>What happened is written down where it is seen, by one key, and stands in the log book on every other screen.</summary>
[Collection(nameof(DemoJourneys))]
public sealed class LogBookJourney(Chromium chromium, DemoConsole demo) : Journey(chromium)
{
    private const string Summary = "The tape robot is stuck";

    [Fact]
    public async Task From_the_alerts_page_an_entry_and_a_pin_are_in_the_log_book_on_another_screen_within_a_moment()
    {
        var console = await demo.StartedAsync();
        await console.RaiseAsync(Summary);
        var operator1 = await OpenAsAsync(console, "operator1");
        var operator2 = await OpenAsAsync(console, "operator2");
        await operator2.GoAsync("/log");
        await Expect(operator2.Heading("Log book")).ToBeVisibleAsync();
        await operator1.GoAsync("/alerts");
        await operator1.Row("Alerts", Summary).ClickAsync();
        await Expect(operator1.Preview).ToContainTextAsync(Summary);

        await operator1.PressAsync("i");
        await Expect(operator1.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync(Summary);
        await Expect(operator1.Field("What happened")).ToBeFocusedAsync();
        await operator1.Page.Keyboard.TypeAsync("Rang the tape people, they come at nine");
        await operator1.Page.Keyboard.PressAsync("Control+Enter");
        await MeasureAsync("From Ctrl+Enter to the entry on another screen", () => Expect(operator2.Row("Log book", "Rang the tape people")).ToBeVisibleAsync());

        await operator1.PressAsync("Shift+i");
        await Expect(operator1.Field("What happened")).ToBeFocusedAsync();
        await operator1.Page.Keyboard.TypeAsync("As it stood before they came");
        await operator1.Button("Pin").ClickAsync();
        await operator2.Row("Log book", "As it stood before they came").ClickAsync();
        var pinned = operator2.Page.GetByRole(AriaRole.Main);
        await Expect(pinned.GetByText("Unacknowledged")).ToBeVisibleAsync();
        await pinned.GetByRole(AriaRole.Link, new() { Name = "Open it as it is now" }).ClickAsync();
        await Expect(operator2.Heading(Summary)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_order_is_confirmed_by_name_and_the_supervisor_sees_it()
    {
        var console = await demo.StartedAsync();
        var supervisor = Actor.InRole(null, "supervisor1", Role.Supervisor);
        var desk = (await console.Get<IWatchBoard>().ReadAsync(supervisor, Ct)).Single(d => d.DeskName == "Main").DeskId; // other journeys take the watch of other desks
        await console.Get<SaveOrder>().HandleAsync(null, 0, new OrderDetails("Ring before you reboot", "The tape people want a call first.", true, DateTimeOffset.UnixEpoch, null) { DeskIds = [desk] }, supervisor, Ct);
        var operator1 = await OpenAsAsync(console, "operator1");
        await operator1.GoAsync("/orders?show=mine");
        await operator1.Row("Standing orders", "Ring before you reboot").ClickAsync();

        await Expect(operator1.Page.GetByText("The tape people want a call first.")).ToBeVisibleAsync(); // other orders may wait as well
        await operator1.PressAsync("y");
        await Expect(operator1.Page.GetByText("Confirmed by operator1")).ToBeVisibleAsync();

        var boss = await OpenAsAsync(console, "supervisor1");
        await boss.GoAsync("/orders");
        await Expect(boss.Row("Standing orders", "Ring before you reboot")).ToContainTextAsync("1 of");
    }
}
