using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Alerts;
using OpsBridge.Alerts.Sources;
using OpsBridge.Hosting;
using OpsBridge.Identity;
using OpsBridge.Simulator;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Demo;

/// <summary>The demo's own monitoring reports to the demo's console over HTTP.</summary>
public sealed class DemoSourceTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly Actor s_admin = Actor.InRole(Guid.CreateVersion7(), "ann", Role.Admin);
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"opsbridge-demo-{Guid.CreateVersion7():N}");
    private TestDatabase? _database;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync(server);

    public async ValueTask DisposeAsync()
    {
        await _database!.DisposeAsync();
        foreach (var folder in new[] { _folder, DemoFiles.FolderOf(_folder) }.Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_pool_that_is_cut_is_an_alert_of_the_balancer_until_it_is_whole_again()
    {
        await using var console = await StartAsync();
        console.Mart!.SetPool(["inv-app-01", "inv-app-02"], "test");

        var row = await ShownAsync(console, r => r.State == AlertState.Unacknowledged);

        Assert.Equal(("inv-lb-01", "Zurich DC", "inv-lb-01"), (row.AssetName, row.SiteName, row.Labels["host"]));
        Assert.Equal((DemoSource.Name, "Pool inv has 2 of 6 servers", AlertSeverity.Warning), (row.Source, row.Summary, row.Severity));
        Assert.Contains(row.Links, l => l.Text == "Runbook" && l.Href.EndsWith("/runbooks/PoolServersLow", StringComparison.Ordinal));

        console.Mart.SetPool(GlobalMartEstate.FullPool, "test");

        Assert.Equal(AlertEnding.BySender, (await ShownAsync(console, r => r.State == AlertState.ReturnedUnacknowledged)).Ending);
    }

    [Fact]
    public async Task A_demo_that_is_started_again_has_the_same_source_with_one_key_that_works()
    {
        await using (await StartAsync())
        {
            // The first start makes it.
        }

        await using var again = await StartAsync();

        var source = Assert.Single(await again.Services.GetRequiredService<ISourceList>().ReadAsync(s_admin, Ct), s => s.Details.Name == DemoSource.Name);
        var now = TimeProvider.System.GetUtcNow();
        Assert.Equal(2, source.Keys.Count);
        Assert.Single(source.Keys, k => k.ExpiresAt is not { } end || end > now);
    }

    private async Task<OpsBridgeHost> StartAsync() => await OpsBridgeHost.StartAsync(
        new HostSettings { ConnectionString = _database!.ConnectionString, Demo = true, SimulatorPort = 0, Urls = "http://127.0.0.1:0", DataFolder = _folder }, null, Ct);

    private static async Task<AlertRow> ShownAsync(OpsBridgeHost console, Func<AlertRow, bool> condition)
    {
        AlertRow? seen = null;
        await Eventually.TrueAsync(
            "the pool's alert",
            async () => (seen = (await console.Services.GetRequiredService<IAlertBoard>().OpenAsync(s_admin, Ct)).Rows.FirstOrDefault(r => r.Labels["alertname"] == "PoolServersLow")) is not null && condition(seen),
            Ct);
        return seen!;
    }
}
