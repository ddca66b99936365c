using Microsoft.Playwright;
using OpsBridge.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsBridge.Journeys;

/// <summary>A supervisor plans a desk of their own and fixes a gap; an operator takes its watch, and the top bar says so.</summary>
[Collection(nameof(DemoJourneys))]
public sealed class RosterJourney(Chromium chromium, DemoConsole demo) : Journey(chromium)
{
    private const string Desk = "Evening desk";

    [Fact]
    public async Task A_supervisor_plans_a_week_and_fixes_a_gap_and_an_operator_takes_the_watch()
    {
        var console = await demo.StartedAsync();
        var supervisor = await OpenAsAsync(console, "supervisor1");
        await supervisor.GoAsync("/roster");
        await supervisor.Button("New desk").ClickAsync();
        await supervisor.Field("Name").FillAsync(Desk);
        await supervisor.Button("Make the desk").ClickAsync();
        await supervisor.Choice("Desk").SelectOptionAsync(new SelectOptionValue { Label = Desk });
        await supervisor.Button("Choose a pattern").ClickAsync();
        await supervisor.Button("12 h").ClickAsync();
        await supervisor.Button("Use this pattern").ClickAsync();
        await supervisor.Button("Later").ClickAsync(); // next week: nothing of it has begun
        var cell = supervisor.Page.GetByRole(AriaRole.Group).Filter(new() { HasText = "1 missing" }).First;
        await Expect(supervisor.Page.Locator(".gap-words")).ToHaveCountAsync(14); // seven days, two shifts each

        await cell.GetByRole(AriaRole.Button).ClickAsync();
        var free = supervisor.Page.Locator("dialog .pick-people button:not([disabled])").First; // who stands at the demo's own desk then is not
        var name = await free.Locator(".avatar").GetAttributeAsync("title");
        await free.ClickAsync();

        await Expect(supervisor.Page.Locator(".gap-words")).ToHaveCountAsync(13);
        await Expect(supervisor.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = $"{name} is on the shift." })).ToBeVisibleAsync();

        var operator2 = await OpenAsAsync(console, "operator2");
        await operator2.GoAsync("/watch");
        await operator2.Button($"Take the watch of {Desk}").ClickAsync();
        await Expect(operator2.Page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Link).Filter(new() { HasText = Desk })).ToContainTextAsync("1 on watch");
    }
}
