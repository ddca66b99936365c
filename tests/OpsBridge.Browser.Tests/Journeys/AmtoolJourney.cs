using OpsBridge.Identity;
using OpsBridge.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsBridge.Journeys;

/// <summary>Somebody works with Alertmanager's command line, and the bridge sees it.</summary>
[Collection(nameof(DemoJourneys))]
public sealed class AmtoolJourney(Chromium chromium, DemoConsole demo) : Journey(chromium)
{
    private const string Summary = "The tape library is stuck";

    [Fact]
    public async Task A_silence_made_and_ended_by_amtool_hides_the_alert_on_an_open_page_and_brings_it_back()
    {
        var console = await demo.StartedAsync();
        using var amtool = Amtool.WithKeyInAddress(console.Address, await console.NewKeyAsync(Permissions.ViewAlerts, Permissions.ManageSilences));
        await console.RaiseAsync(Summary);
        var operator1 = await OpenAsAsync(console, "operator1");
        var row = operator1.Row("Alerts", Summary);
        await Expect(row).ToBeVisibleAsync();

        var id = (await amtool.RunAsync("silence", "add", $"alertname={Summary}", "--duration=2h", "--comment=The vendor is here", "--author=ann")).Trim();
        await MeasureAsync("From amtool's silence to the alert gone from an open page", () => Expect(row).ToHaveCountAsync(0));

        await amtool.RunAsync("silence", "expire", id);
        await MeasureAsync("From amtool's expiry to the alert unhandled on an open page", () => Expect(row).ToBeVisibleAsync());
    }
}
