using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using OpsBridge.Alerts;
using OpsBridge.Data;
using OpsBridge.Demo;
using OpsBridge.Hosting;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Maintenance;
using Xunit;

namespace OpsBridge.Support;

/// <summary>The whole console in this process, on a free port of loopback. It can be stopped and started again on the same port and database.</summary>
public sealed class ConsoleHost : IAsyncDisposable
{
    /// <summary>The password of every account in these tests.</summary>
    public const string Password = "violet tractor hums";

    private const int LogLines = 300;
    private static readonly Actor s_actor = Actor.InRole(null, "Test", Role.Admin);
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"opsbridge-browser-{Guid.CreateVersion7():N}");
    private readonly RecentLines _log = new(LogLines);
    private HostSettings _settings;
    private OpsBridgeHost? _host;

    /// <summary>A console that is not started yet.</summary>
    /// <param name="connectionString">Its database.</param>
    /// <param name="demo">With GlobalMart.</param>
    /// <param name="arguments">For the configuration system.</param>
    public ConsoleHost(string connectionString, bool demo = false, params string[] arguments) => _settings = new HostSettings
    {
        ConnectionString = connectionString,
        Demo = demo,
        SimulatorPort = 0,
        Urls = "http://127.0.0.1:0",
        DataFolder = _folder,
        Rest = arguments,
    };

    /// <summary>The running console.</summary>
    public OpsBridgeHost Running => _host ?? throw new InvalidOperationException("The console is stopped.");

    /// <summary>Its clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Where it listens; stays the same when it is started again.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>The last lines of its log, oldest first.</summary>
    public IReadOnlyList<string> LastLines => _log.Read();

    /// <summary>Starts it, also after <see cref="StopAsync"/>.</summary>
    public async Task StartAsync()
    {
        _host = await OpsBridgeHost.StartAsync(_settings, Adjust, TestContext.Current.CancellationToken);
        Address = _host.Address;
        _settings = _settings with { Urls = $"http://127.0.0.1:{Address.Port}" };
    }

    /// <summary>Stops it as Ctrl+C does.</summary>
    public async Task StopAsync()
    {
        if (_host is not { } host)
        {
            return;
        }

        _host = null;
        var began = TimeProvider.System.GetTimestamp();
        try
        {
            await host.DisposeAsync();
        }
        catch (Exception exception)
        {
            var took = TimeProvider.System.GetElapsedTime(began);
            throw new InvalidOperationException($"The console did not stop in order ({took.TotalSeconds:0.0} s):\n{string.Join('\n', LastLines)}", exception);
        }
    }

    /// <summary>Something that the console is made of.</summary>
    public T Get<T>()
        where T : notnull => Running.Services.GetRequiredService<T>();

    /// <summary>Makes an account with <see cref="Password"/>.</summary>
    public Task AddAccountAsync(string name, Role role) =>
        Get<ProvisionAccess>().EnsureAccountAsync(name, role, Password, s_actor, TestContext.Current.CancellationToken);

    /// <summary>Makes a link for a screen on the wall; returns its path.</summary>
    public async Task<string> AddWallAsync(string name) =>
        await Get<CreateWallLink>().HandleAsync(name, s_actor, TestContext.Current.CancellationToken) is CreateWallLinkResult.Done done
            ? $"/wall/{done.Secret}"
            : throw new InvalidOperationException(name);

    /// <summary>Makes an API key; returns its secret.</summary>
    public async Task<string> NewKeyAsync(params string[] permissions) =>
        await Get<CreateApiKey>().HandleAsync(new ApiKeyDetails("test", permissions, null), s_actor, TestContext.Current.CancellationToken) is CreateApiKeyResult.Done done
            ? done.Token
            : throw new InvalidOperationException(string.Join(", ", permissions));

    /// <summary>Raises a critical alert as an outside source would; returns its number.</summary>
    public async Task<long> RaiseAsync(string summary)
    {
        var ct = TestContext.Current.CancellationToken;
        var signal = new AlertSignal(Labels.Of(("alertname", summary)), Firing: true, AlertSeverity.Critical, summary, Clock.GetUtcNow()) { Source = "test" };
        await Get<ApplySignals>().HandleAsync([signal], Actor.Internal("Test", Permissions.ReportAlerts), ct);
        await using var db = await Get<IDbContextFactory<OpsDbContext>>().CreateDbContextAsync(ct);
        return await db.Set<Alert>().Where(a => a.Summary == summary).Select(a => a.Id).SingleAsync(ct);
    }

    /// <summary>Has a silence and a maintenance window in force, so that the pages about them are not empty.</summary>
    public async Task HideAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        var (now, admin) = (Clock.GetUtcNow(), Actor.InRole(null, "Test", Role.Admin));
        var matchers = MatcherSet.Parse("alertname=\"Axe\"").Set!.Matchers;
        await Get<SaveSilence>().HandleAsync(null, new SilenceDetails(matchers, now, now.AddHours(1), "Axe silence"), admin, ct);
        var plan = new WindowDetails("Axe window", "for the test", WindowKind.Recurring, MaintenanceScope.Of(matchers))
        {
            From = now,
            To = now.AddDays(100),
            Lasts = TimeSpan.FromHours(2),
            Cron = "0 0 1 * * ?",
            Zone = "Europe/Zurich",
        };
        await Get<SaveWindow>().HandleAsync(null, 0, plan, admin, ct);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        foreach (var folder in new[] { _folder, DemoFiles.FolderOf(_folder) }.Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Adjust(IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton(Clock));
        services.RemoveAll<ILoggerProvider>();
        services.Remove(services.FirstOrDefault(s => s.ImplementationType == typeof(DemoRoutine))!); // journeys make their own alerts
        services.AddSingleton<ILoggerProvider>(_log);
    }
}
