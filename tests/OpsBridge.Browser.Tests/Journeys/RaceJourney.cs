using OpsBridge.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsBridge.Journeys;

/// <summary>Two operators, one alert.</summary>
[Collection(nameof(DemoJourneys))]
public sealed class RaceJourney(Chromium chromium, DemoConsole demo) : Journey(chromium)
{
    private const string Won = "Acknowledged. It is yours.";

    [Fact]
    public async Task Of_two_who_acknowledge_at_once_one_wins_and_the_other_reads_the_name()
    {
        const string alert = "Both saw this";
        var console = await demo.StartedAsync();
        var number = await console.RaiseAsync(alert);
        var (first, second) = (await OpenAsAsync(console, "operator1"), await OpenAsAsync(console, "operator2"));
        foreach (var visitor in new[] { first, second })
        {
            await visitor.GoAsync($"/alerts/{number}");
            await Expect(visitor.Heading(alert)).ToBeVisibleAsync();
            await Expect(visitor.Page.GetByText("Nobody has acknowledged it")).ToBeVisibleAsync();
        }

        await Task.WhenAll(first.PressAsync("a"), second.PressAsync("a"));

        var (firstWon, secondWon) = (first.Page.GetByText(Won), second.Page.GetByText(Won));
        await Expect(firstWon.Or(first.Page.GetByText("operator2 acknowledged it at"))).ToBeVisibleAsync();
        await Expect(secondWon.Or(second.Page.GetByText("operator1 acknowledged it at"))).ToBeVisibleAsync();
        Assert.True(await firstWon.IsVisibleAsync() != await secondWon.IsVisibleAsync(), "Exactly one of them has it.");
    }
}
