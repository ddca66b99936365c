using Microsoft.Playwright;
using OpsBridge.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsBridge.Journeys;

/// <summary>A silence from an alert: seen before it is made, in force on every screen at once, and gone from every screen at once.</summary>
[Collection(nameof(DemoJourneys))]
public sealed class SilenceJourney(Chromium chromium, DemoConsole demo) : Journey(chromium)
{
    private const string Summary = "The archive disk is nearly full";

    [Fact]
    public async Task A_silence_made_from_an_alert_hides_it_and_its_end_makes_it_unhandled_at_once()
    {
        var console = await demo.StartedAsync();
        var alert = await console.RaiseAsync(Summary);
        var operator1 = await OpenAsAsync(console, "operator1");
        var operator2 = await OpenAsAsync(console, "operator2");
        var row = operator2.Row("Alerts", Summary);
        await Expect(row).ToBeVisibleAsync();

        await operator1.GoAsync($"/silences/new?alert={alert}");
        await Expect(operator1.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "1 alert open now" })).ToBeVisibleAsync();
        await operator1.Field("Why").FillAsync("The archive is moved today");
        await operator1.Button("Hide 1 alert").ClickAsync();
        await Expect(operator1.Heading("Silences")).ToBeVisibleAsync();
        await Expect(operator1.Row("Silences", "The archive is moved today")).ToContainTextAsync("1");
        await MeasureAsync("From the silence to the alert gone from another bridge", () => Expect(row).ToHaveCountAsync(0));

        await operator1.PressAsync("e");
        await operator1.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "End now", Exact = true }).ClickAsync();
        await MeasureAsync("From the end of the silence to the alert unhandled on another bridge", () => Expect(row).ToBeVisibleAsync());
        await Expect(operator2.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Unhandled again" })).ToBeVisibleAsync();
    }
}
