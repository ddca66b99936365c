using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Data.Private;
using OpsBridge.Hosting;
using OpsBridge.Kernel;
using OpsBridge.Monitoring;

namespace OpsBridge.Measuring;

/// <summary>The whole console in this process over a private PostgreSQL in a temporary folder.</summary>
internal sealed class BenchConsole : IAsyncDisposable
{
    private const int ChecksPerAsset = 10;
    private const int Sites = 10;

    private readonly string _folder;
    private readonly bool _keepsFolder;

    private BenchConsole(OpsBridgeHost host, string folder, bool keepsFolder) => (Host, _folder, _keepsFolder) = (host, folder, keepsFolder);

    public OpsBridgeHost Host { get; }

    public int PostmasterPid => Get<PrivateCluster>().PostmasterPid;

    /// <summary>A folder for one run.</summary>
    public static string NewFolder() => Path.Combine(Path.GetTempPath(), $"opsbridge-bench-{Guid.CreateVersion7():N}");

    /// <summary>Starts it; without a folder in one of its own that goes when it is disposed.</summary>
    public static async Task<BenchConsole> StartAsync(string? folder = null)
    {
        var data = folder ?? NewFolder();
        var settings = new HostSettings { DataFolder = data, Urls = "http://127.0.0.1:0", Rest = ["--Monitoring:AllowLoopback=true"] };
        return new BenchConsole(await OpsBridgeHost.StartAsync(settings, adjust: null, CancellationToken.None), data, keepsFolder: folder is not null);
    }

    public T Get<T>()
        where T : notnull => Host.Services.GetRequiredService<T>();

    /// <summary>Stores checks, ten on an asset, in one transaction.</summary>
    public async Task AddChecksAsync(int from, int count, Func<int, ProbeSettings> settings, TimeSpan interval)
    {
        await using var db = await Get<IDbContextFactory<OpsDbContext>>().CreateDbContextAsync();
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        var names = Enumerable.Range(1, Sites).Select(n => $"Site {n:00}").ToList();
        var sites = await db.Set<Site>().Where(s => names.Contains(s.Name)).ToListAsync();
        foreach (var name in names.Where(n => sites.TrueForAll(s => s.Name != n)))
        {
            sites.Add(Site.Create(new SiteDetails(name, SiteKind.DataCentre, "UTC", null)));
            db.Add(sites[^1]);
        }

        Asset? asset = null;
        for (var i = from; i < from + count; i++)
        {
            if (asset is null || i % ChecksPerAsset == 0)
            {
                asset = Asset.Create(new AssetDetails($"server-{from / ChecksPerAsset:0000}-{i / ChecksPerAsset:00000}", "server", sites[i / ChecksPerAsset % Sites].Id, Criticality.Medium)
                {
                    OwnerTeam = "platform",
                    Tags = Labels.From([new("env", "prod"), new("team", "platform")]),
                });
                db.Add(asset);
            }

            db.Add(Check.Create(asset.Id, new CheckDetails($"Service {i}", settings(i)) { Interval = interval }));
        }

        await db.SaveChangesAsync();
    }

    /// <summary>Waits until so many checks have a stored result.</summary>
    public Task MeasuredAsync(int count, TimeSpan limit) => Pause.UntilAsync(
        async () =>
        {
            await using var db = await Get<IDbContextFactory<OpsDbContext>>().CreateDbContextAsync();
            return await db.Set<CheckStateRow>().CountAsync(s => s.LastResultAt != null) >= count;
        },
        limit,
        $"{count} checks with a result",
        TimeSpan.FromSeconds(1));

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        if (!_keepsFolder)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
