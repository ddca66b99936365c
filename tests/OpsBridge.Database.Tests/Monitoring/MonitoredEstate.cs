using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using OpsBridge.Alerts;
using OpsBridge.Alerts.Correlation;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Live;
using OpsBridge.Monitoring.Probes;
using OpsBridge.Support;
using OpsBridge.Timeline;
using Xunit;

namespace OpsBridge.Monitoring;

/// <summary>The slice over a test database with probes that answer what the test says. The poller runs once <see cref="StartAsync"/> is called.</summary>
internal sealed class MonitoredEstate : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly ServiceProvider _services;
    private Guid _site;
    private IReadOnlyList<IHostedService> _running = [];

    public MonitoredEstate(TestDatabase database)
    {
        _database = database;
        var services = new ServiceCollection().AddLogging().AddData(database.ConnectionString).AddSingleton(TimeProvider.System)
            .AddLive().AddTimeline().AddAssets().AddAlerts().AddCorrelation().AddMonitoring([]);
        services.AddOptions();
        services.AddSingleton<IProbeRunner>(Probes);
        _services = services.BuildServiceProvider();
    }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static Actor Admin { get; } = Actor.InRole(Guid.CreateVersion7(), "admin1", Role.Admin);

    public static Actor Viewer { get; } = Actor.InRole(Guid.CreateVersion7(), "viewer1", Role.Viewer);

    public FakeProbes Probes { get; } = new();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Starts listener, writer and poller, as the host does.</summary>
    public async Task StartAsync()
    {
        _running = [.. _services.GetServices<IHostedService>()];
        foreach (var service in _running)
        {
            await service.StartAsync(Ct);
        }
    }

    public async Task StopAsync()
    {
        foreach (var service in _running.Reverse())
        {
            await service.StopAsync(CancellationToken.None);
        }

        _running = [];
    }

    public async Task<Guid> AssetAsync(string name, params Guid[] parents)
    {
        if (_site == Guid.Empty)
        {
            var site = await Get<CreateSite>().HandleAsync(new SiteDetails($"Site {Guid.CreateVersion7():N}", SiteKind.DataCentre, "UTC", null), Admin, Ct);
            _site = ((CreateSiteResult.Done)site).Id;
        }

        var asset = await Get<CreateAsset>().HandleAsync(new AssetDetails(name, "server", _site, Criticality.High) { ParentIds = parents }, Admin, Ct);
        return Assert.IsType<CreateAssetResult.Done>(asset).Id;
    }

    /// <summary>A fast check of one attempt; its probe is steered by the host's name.</summary>
    public async Task<Guid> CheckAsync(Guid asset, string host, int attempts = 1) =>
        Assert.IsType<CreateCheckResult.Done>(await Get<CreateCheck>().HandleAsync(asset, Fast(host, attempts), Admin, Ct)).Id;

    public static CheckDetails Fast(string host, int attempts = 1) => new($"Check {host}", new PingSettings(host))
    {
        Interval = TimeSpan.FromSeconds(1),
        RetryInterval = TimeSpan.FromSeconds(1),
        MaxAttempts = attempts,
        DetectFlapping = false,
    };

    public Task<IReadOnlyList<AlertRow>> AlertsAsync(Guid asset) => Get<IAlertBoard>().OfAssetAsync(asset, Admin, Ct);

    public async Task<CheckStateRow?> StateAsync(Guid check)
    {
        await using var db = await _database.Contexts.CreateDbContextAsync(Ct);
        return await db.Set<CheckStateRow>().AsNoTracking().SingleOrDefaultAsync(s => s.CheckId == check, Ct);
    }

    public Task BecomesAsync(Guid check, CheckWord word) => Eventually.TrueAsync(
        $"{check} becomes {word}", async () => (await StateAsync(check))?.ToReading() is { } r && r.Word == word && (word is not CheckWord.Critical || r.IsHard), Ct);

    public async Task<long> ScalarAsync(string sql, params object[] values)
    {
        await using var command = _database.Source.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return Convert.ToInt64(await command.ExecuteScalarAsync(Ct), System.Globalization.CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _services.DisposeAsync();
    }
}

/// <summary>Probes that answer per host what the test says; good unless told otherwise.</summary>
internal sealed class FakeProbes : IProbeRunner
{
    private readonly ConcurrentDictionary<string, CheckStatus> _answers = new(StringComparer.Ordinal);
    private int _runs;

    public int Runs => Volatile.Read(ref _runs);

    public void Say(string host, CheckStatus status) => _answers[host] = status;

    public Task<ProbeResult> RunAsync(ProbeSettings settings, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _runs);
        var host = settings is PingSettings ping ? ping.Host : "";
        var status = _answers.GetValueOrDefault(host, CheckStatus.Ok);
        return Task.FromResult(new ProbeResult(status, $"{host} {status}", "raw", [ProbeResult.LatencyOf(TimeSpan.FromMilliseconds(5))], TimeSpan.FromMilliseconds(5)));
    }
}
