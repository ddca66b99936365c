using OpsBridge.Identity;
using OpsBridge.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsBridge.Journeys;

/// <summary>The console is restarted under open pages.</summary>
public sealed class RestartJourney(Chromium chromium, PostgresServer server) : Journey(chromium)
{
    private const float Within10Seconds = 10_000;
    private const float BackWithin = 30_000;
    private const string Lost = "The connection to the server is lost.";

    [Fact]
    public async Task Open_pages_say_that_the_server_is_away_and_come_back_by_themselves()
    {
        var console = await StartAsync(new ConsoleHost(await server.CreateDatabaseAsync(Ct)));
        await console.AddAccountAsync("operator1", Role.Operator);
        await console.RaiseAsync("Raised before the restart");
        var desk = await OpenAsAsync(console, "operator1");
        var wall = await OpenAsync(console, "wall");
        await wall.GoAsync(await console.AddWallAsync("Over the door"));
        await Expect(wall.Page.GetByText("Raised before the restart")).ToBeVisibleAsync();
        await Expect(desk.Row("Alerts", "Raised before the restart")).ToBeVisibleAsync();

        var stopping = console.StopAsync();
        await MeasureAsync("From the stop to the notice on desk and wall", () => Task.WhenAll(
            Expect(desk.Page.GetByText(Lost)).ToBeVisibleAsync(new() { Timeout = Within10Seconds }),
            Expect(wall.Page.GetByText(Lost)).ToBeVisibleAsync(new() { Timeout = Within10Seconds })));
        await MeasureAsync("The stop after that", () => stopping);

        await console.StartAsync();
        await MeasureAsync("From the start to both pages back", () => Task.WhenAll(
            Expect(desk.Page.GetByText(Lost)).ToBeHiddenAsync(new() { Timeout = BackWithin }),
            Expect(wall.Page.GetByText(Lost)).ToBeHiddenAsync(new() { Timeout = BackWithin })));
        await Expect(desk.Heading("Bridge")).ToBeVisibleAsync();
        await Expect(wall.Page).ToHaveURLAsync(new Uri(console.Address, "/wall").ToString());

        // Alive, not only painted: what happens now arrives, and the operator may still act.
        var number = await console.RaiseAsync("Raised after the restart");
        await Expect(wall.Page.GetByText("Raised after the restart")).ToBeVisibleAsync();
        await desk.Row("Alerts", "Raised after the restart").ClickAsync();
        await Expect(desk.Preview).ToContainTextAsync($"#{number}");
        await desk.PressAsync("a");
        await Expect(desk.Preview).ToContainTextAsync("Acknowledged. It is yours.");
    }
}
