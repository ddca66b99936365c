using Microsoft.Playwright;
using OpsBridge.Identity;
using OpsBridge.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsBridge.Journeys;

/// <summary>A supervisor watches a cron job; a real curl reports start, success and failure; then it goes missing, and the alert is seen.</summary>
public sealed class ReportedJobJourney(Chromium chromium, PostgresServer server) : Journey(chromium)
{
    private const string Job = "Nightly dump of the shop";

    [Theory]
    [InlineData("dark")]
    [InlineData("light")]
    public async Task A_curl_in_a_crontab_reports_in_and_goes_missing(string theme)
    {
        var console = await StartAsync(new ConsoleHost(await server.CreateDatabaseAsync(Ct), demo: false, "--Pings:ShortestSeconds=1")); // seconds in place of minutes
        await console.AddAccountAsync("sue", Role.Supervisor);
        var sue = await OpenAsync(console, theme, theme);
        await sue.SignInAsync("sue");

        var address = await WatchAsync(sue);
        Assert.Empty(await Judgement.OfAsync(sue, theme, "reported job"));

        await CurlAsync($"{address}/start");
        await Expect(sue.Row("Pings", "Start")).ToBeVisibleAsync();
        await Expect(Head(sue)).ToContainTextAsync("Running");

        await CurlAsync("--data-raw", "dumped 12 tables", $"{address}/0");
        await Expect(sue.Row("Pings", "Success")).ToContainTextAsync("curl/");
        await Expect(Head(sue)).ToContainTextAsync("Up");

        await CurlAsync("--data-raw", "<b>tape full</b>", $"{address}/3");
        await Expect(Head(sue)).ToContainTextAsync("Down");
        await sue.Row("Pings", "Exit status 3").ClickAsync();
        await Expect(sue.Page.GetByLabel("Body", new() { Exact = true })).ToHaveTextAsync("<b>tape full</b>");
        await CurlAsync(address);
        await Expect(Head(sue)).ToContainTextAsync("Up");

        await MeasureAsync("From the last report of a job with 5 s period and 25 s grace to down on the open page", () => Expect(Head(sue)).ToContainTextAsync("Down", new() { Timeout = 120_000 }));
        await sue.GoAsync("/alerts");
        await Expect(sue.Row("Alerts", "did not report in time")).ToContainTextAsync(Job);
        await sue.GoAsync("/jobs/reported");
        await Expect(sue.Row("Reported jobs", Job)).ToContainTextAsync("did not report in time");
        Assert.Empty(await Judgement.OfAsync(sue, theme, "reported jobs"));

        await CurlAsync(address);
        await Expect(sue.Row("Reported jobs", Job)).Not.ToContainTextAsync("did not report in time");
    }

    private static ILocator Head(Visitor visitor) => visitor.Page.Locator(".page-head");

    /// <summary>Makes the job by keyboard and form; returns its address as the page shows it.</summary>
    private static async Task<string> WatchAsync(Visitor sue)
    {
        await sue.GoAsync("/jobs/reported");
        await Expect(sue.Heading("Reported jobs")).ToBeVisibleAsync();
        await sue.PressAsync("n");
        var dialog = sue.Page.GetByRole(AriaRole.Dialog);
        await sue.Field("Name").FillAsync(Job);
        await sue.Field("At least every").FillAsync("5 s");
        await sue.Field("Grace").FillAsync("25 s");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Watch it", Exact = true }).ClickAsync();
        await Expect(sue.Heading(Job)).ToBeVisibleAsync();
        var url = sue.Page.Locator("#ping-url");
        await Expect(url).ToBeVisibleAsync();
        return await url.InputValueAsync();
    }

    private static async Task CurlAsync(params string[] arguments) =>
        Assert.Equal("OK", await Curl.RunAsync(["-fsS", "-m", "30", "--retry", "3", .. arguments]));
}
