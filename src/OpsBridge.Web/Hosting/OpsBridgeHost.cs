using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Json;
using OpsBridge.Alerts;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Data.Private;
using OpsBridge.Demo;
using OpsBridge.Identity;
using OpsBridge.Live;
using OpsBridge.Monitoring;
using OpsBridge.Operations;
using OpsBridge.Shell;
using OpsBridge.SignIn;
using OpsBridge.Simulator;
using OpsBridge.Timeline;

namespace OpsBridge.Hosting;

/// <summary>The whole console in one object: used by Program, tests and benchmarks alike.</summary>
public sealed class OpsBridgeHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DatabaseConnection _database;

    private OpsBridgeHost(WebApplication app, DatabaseConnection database, GlobalMart? mart) => (_app, _database, Mart) = (app, database, mart);

    /// <summary>The simulator; null unless this is a demo.</summary>
    public GlobalMart? Mart { get; }

    /// <summary>The container, for tests and benchmarks.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>The address it listens on.</summary>
    public Uri Address => AddressOf(_app);

    /// <summary>Starts database, schema, web server and workers.</summary>
    /// <param name="settings">What the command line says.</param>
    /// <param name="adjust">Replaces registrations, for tests; null in production.</param>
    /// <param name="ct">Gives up starting.</param>
    /// <exception cref="StartupException">Something outside is not as it must be; the message says what to do.</exception>
    public static async Task<OpsBridgeHost> StartAsync(HostSettings settings, Action<IServiceCollection>? adjust, CancellationToken ct)
    {
        if (settings.Demo)
        {
            DemoHost.DemandLoopback(settings.Urls);
        }

        using var starting = LoggerFactory.Create(logging => logging.AddOpsLogging(settings.DataFolder));
        var database = await DatabaseConnection.OpenAsync(settings, starting, ct);
        GlobalMart? mart = null;
        try
        {
            mart = settings.Demo ? await DemoHost.StartSimulatorAsync(settings, starting, ct) : null;
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions
            {
                Args = [.. settings.Rest],
                ApplicationName = typeof(OpsBridgeHost).Assembly.GetName().Name,
                ContentRootPath = AppContext.BaseDirectory, // also when another program hosts the console: tests, benchmarks
            });
            builder.WebHost.UseUrls(settings.Urls);
            builder.WebHost.UseStaticWebAssets();
            builder.Logging.AddOpsLogging(settings.DataFolder);
            await AddServicesAsync(builder, settings, database, ct);
            adjust?.Invoke(builder.Services);
            var app = builder.Build();
            UsePipeline(app);
            await app.Services.GetRequiredService<DatabaseMigrator>().MigrateAsync(ct);
            await StartAsync(app, mart, ct);
            return new OpsBridgeHost(app, database, mart);
        }
        catch
        {
            await (mart?.DisposeAsync() ?? ValueTask.CompletedTask);
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns when somebody asked the process to stop.</summary>
    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await (Mart?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _database.DisposeAsync();
    }

    private static async Task StartAsync(WebApplication app, GlobalMart? mart, CancellationToken ct)
    {
        if (mart is not null)
        {
            await DemoHost.LoadAsync(app.Services, mart, ct);
        }

        try
        {
            await app.StartAsync(ct);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new StartupException($"{exception.Message} Another program listens there; choose another address with --urls.");
        }

        if (mart is not null)
        {
            await DemoHost.ConnectHeartbeatsAsync(app.Services, mart, AddressOf(app), ct);
        }
    }

    private static Uri AddressOf(WebApplication app) => new(app.Urls.First().Replace("//[::]", "//localhost", StringComparison.Ordinal));

    private static async Task AddServicesAsync(WebApplicationBuilder builder, HostSettings settings, DatabaseConnection database, CancellationToken ct)
    {
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.Configure<MonitoringOptions>(builder.Configuration.GetSection("Monitoring"));
        if (settings.Demo)
        {
            services.PostConfigure<MonitoringOptions>(monitoring => monitoring.AllowLoopback = true);
        }

        services.Configure<JsonOptions>(json => MonitoringJson.Configure(json.SerializerOptions));
        if (database.Cluster is { } cluster)
        {
            services.AddSingleton(cluster).AddHostedService<KeepPrivateClusterRunning>();
        }

        services.AddData(database.ConnectionString).AddLive().AddTimeline().AddIdentity().AddAssets().AddAlerts();
        services.AddMonitoring(await database.EndpointsAsync(ct));
        services.AddOperations().AddSignIn().AddShell(shell => shell.Demo = settings.Demo).AddAssetPages().AddMonitoringPages().AddAlertPages();
    }

    private static void UsePipeline(WebApplication app)
    {
        app.UseMiddleware<RequestLog>();
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseSignIn();
        app.MapShell();
        app.MapBlazorScript();
        app.MapSignIn().MapOperations().MapAssets().MapAlerts().MapMonitoring();
        app.MapOpenApi().AllowAnonymous();
    }
}
