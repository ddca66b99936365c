using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsBridge.Simulator;
using OpsBridge.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsBridge.Journeys;

/// <summary>An operator on the watch: sees, acknowledges, sees it clear.</summary>
[Collection(nameof(DemoJourneys))]
public sealed class TriageJourney(Chromium chromium, DemoConsole demo) : Journey(chromium)
{
    private const string Node = "crac-b";
    private const float CheckedWithin = 30_000; // its interval is 10 s, and it alarms at the second bad result

    [Fact]
    public async Task An_operator_sees_an_alert_arrive_acknowledges_it_and_sees_it_clear()
    {
        var console = await demo.StartedAsync();
        var operator1 = await OpenAsAsync(console, "operator1");
        var row = operator1.Row("Alerts", Node);
        await Expect(row).ToHaveCountAsync(0);

        await console.Running.Mart!.BreakAsync(Node, NodeFault.Down, Ct);
        await MeasureAsync("From the fault to the alert on the untouched bridge", () => Expect(row).ToBeVisibleAsync(new() { Timeout = CheckedWithin }));
        await row.ClickAsync();
        await Expect(operator1.Preview).ToContainTextAsync(Node);
        await operator1.PressAsync("a");
        await Expect(operator1.Preview).ToContainTextAsync("Acknowledged. It is yours.");

        await operator1.Page.GetByRole(AriaRole.Group, new() { Name = "Which alerts" })
            .GetByRole(AriaRole.Button).Filter(new() { HasTextRegex = new Regex("^Handled", RegexOptions.None, Chromium.Patience) }).ClickAsync();
        await Expect(row).ToContainTextAsync("operator1");

        await console.Running.Mart!.HealAsync(Node, Ct);
        await MeasureAsync("From the repair to the alert gone", () => Expect(row).ToHaveCountAsync(0, new() { Timeout = CheckedWithin }));
        await Expect(operator1.Preview).ToContainTextAsync("Closed at");
    }
}
