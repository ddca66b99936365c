using System.Net;
using System.Net.Sockets;
using Microsoft.Playwright;
using OpsBridge.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsBridge.Journeys;

/// <summary>A newcomer in front of an empty instance.</summary>
public sealed class ClaimJourney(Chromium chromium, PostgresServer server) : Journey(chromium)
{
    private static readonly TimeSpan s_promised = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_newcomer_claims_an_empty_instance_and_sees_a_first_check_go_well()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var printed = new PrintedLines();
        var console = await StartAsync(new ConsoleHost(await server.CreateDatabaseAsync(Ct), demo: false, "--Monitoring:AllowLoopback=true"));
        var newcomer = await OpenAsync(console);

        var took = await MeasureAsync("From the printed link to a check that is OK", async () =>
        {
            await ClaimAsync(newcomer, LinkIn(printed.Text, console.Address));
            await AddSiteAsync(newcomer, "Head office");
            await AddAssetAsync(newcomer, "web-1");
            await AddCheckAsync(newcomer, "Web port", ((IPEndPoint)listener.LocalEndpoint).Port);
            var row = newcomer.Page.GetByRole(AriaRole.Table, new() { Name = "Checks" }).GetByRole(AriaRole.Row).Filter(new() { HasText = "Web port" });
            await Expect(row).ToContainTextAsync("OK");
        });

        Assert.True(took < s_promised, $"It took {took}.");
    }

    private static string LinkIn(string printed, Uri console) =>
        printed.Split('\n').Select(line => line.Trim()).Single(line => line.StartsWith($"{console}claim#", StringComparison.Ordinal));

    private static async Task ClaimAsync(Visitor newcomer, string link)
    {
        await newcomer.Page.GotoAsync(link);
        await Expect(newcomer.Heading("Claim this instance")).ToBeVisibleAsync();
        await newcomer.Field("Your name").FillAsync("founder");
        await newcomer.Field("New password").FillAsync(ConsoleHost.Password);
        await newcomer.Field("The same once more").FillAsync(ConsoleHost.Password);
        await newcomer.Button("Claim and sign in").ClickAsync();
        await Expect(newcomer.Heading("Bridge")).ToBeVisibleAsync();
    }

    private static async Task AddSiteAsync(Visitor newcomer, string name)
    {
        await newcomer.Nav("Sites").ClickAsync();
        await newcomer.Button("Add the first site").ClickAsync();
        await newcomer.Field("Name").FillAsync(name);
        await newcomer.Button("Add site").ClickAsync();
        await Expect(newcomer.Row("Sites", name)).ToBeVisibleAsync();
    }

    private static async Task AddAssetAsync(Visitor newcomer, string name)
    {
        await newcomer.Nav("Assets").ClickAsync();
        await newcomer.Link("Add the first asset").ClickAsync();
        await newcomer.Field("Name").FillAsync(name);
        await newcomer.Field("Kind").FillAsync("server");
        await newcomer.Button("Add asset").ClickAsync();
        await Expect(newcomer.Heading(name)).ToBeVisibleAsync();
    }

    private static async Task AddCheckAsync(Visitor newcomer, string name, int port)
    {
        await newcomer.Link("Add check").ClickAsync();
        await newcomer.Field("Name").FillAsync(name);
        await newcomer.Button("TCP").ClickAsync();
        await newcomer.Field("Host").FillAsync("127.0.0.1");
        await newcomer.Field("Port").FillAsync($"{port}");
        await newcomer.Button("Create check").ClickAsync();
        await Expect(newcomer.Heading("web-1")).ToBeVisibleAsync();
    }
}
