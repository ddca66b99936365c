using Microsoft.Extensions.Logging.Abstractions;
using OpsBridge.Data.Private;
using OpsBridge.Identity;
using OpsBridge.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsBridge.Journeys;

/// <summary>PostgreSQL goes away under an open page.</summary>
public sealed class DatabaseAwayJourney(Chromium chromium) : Journey(chromium)
{
    private const float Within10Seconds = 10_000;
    private const float BackWithin = 30_000;
    private readonly string _folder = TestCluster.NewFolder();
    private PrivateCluster? _cluster;

    [Fact]
    public async Task A_page_says_that_the_database_is_away_and_recovers_by_itself()
    {
        var console = await StartAsync(new ConsoleHost(await StartClusterAsync()));
        await console.AddAccountAsync("operator1", Role.Operator);
        await console.RaiseAsync("Raised before");
        var page = await OpenAsAsync(console, "operator1");
        var wall = await OpenAsync(console, "wall");
        await wall.GoAsync(await console.AddWallAsync("Over the door"));
        await Expect(page.Row("Alerts", "Raised before")).ToBeVisibleAsync();
        await Expect(wall.Page.GetByText("Raised before")).ToBeVisibleAsync();
        var banner = page.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert).Filter(new() { HasText = "The database does not answer." });
        var stale = page.Page.GetByText("stale since").Filter(new() { Visible = true });
        var wallStale = wall.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert).Filter(new() { HasText = "Stale since" });
        await Expect(banner).ToHaveCountAsync(0);

        await _cluster!.StopAsync();
        await MeasureAsync("From the end of PostgreSQL to banner and stale marks", () => Task.WhenAll(
            Expect(banner).ToBeVisibleAsync(new() { Timeout = Within10Seconds }),
            Expect(stale.First).ToBeVisibleAsync(new() { Timeout = Within10Seconds }),
            Expect(wallStale).ToBeVisibleAsync(new() { Timeout = Within10Seconds })));
        await Expect(page.Row("Alerts", "Raised before")).ToBeVisibleAsync();

        await StartClusterAsync();
        await MeasureAsync("From its return to a clean page", () => Task.WhenAll(
            Expect(banner).ToHaveCountAsync(0, new() { Timeout = BackWithin }),
            Expect(stale).ToHaveCountAsync(0, new() { Timeout = BackWithin }),
            Expect(wallStale).ToHaveCountAsync(0, new() { Timeout = BackWithin })));
        await console.RaiseAsync("Raised afterwards");
        await Expect(page.Row("Alerts", "Raised afterwards")).ToBeVisibleAsync();
        await Expect(wall.Page.GetByText("Raised afterwards")).ToBeVisibleAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await (_cluster?.DisposeAsync() ?? ValueTask.CompletedTask);
        await TestCluster.RemoveAsync(_folder, CancellationToken.None);
    }

    private async Task<string> StartClusterAsync()
    {
        _cluster = await PrivateCluster.StartAsync(TestCluster.Options(_folder), TimeProvider.System, NullLogger.Instance, Ct);
        return _cluster.ConnectionString();
    }
}
