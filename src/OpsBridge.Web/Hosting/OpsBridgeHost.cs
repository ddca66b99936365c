using Microsoft.AspNetCore.Connections;
using OpsBridge.Data;
using OpsBridge.Demo;
using OpsBridge.Operations;
using OpsBridge.Simulator;

namespace OpsBridge.Hosting;

/// <summary>The whole console in one object: used by Program, tests and benchmarks alike.</summary>
public sealed class OpsBridgeHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DatabaseConnection _database;
    private readonly ILoggerFactory _loggers; // of what starts before the web application and outlives it

    private OpsBridgeHost(WebApplication app, DatabaseConnection database, GlobalMart? mart, ILoggerFactory loggers) =>
        (_app, _database, Mart, _loggers) = (app, database, mart, loggers);

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

        var starting = LoggerFactory.Create(logging => logging.AddOpsLogging(settings.DataFolder));
        DatabaseConnection? database = null;
        GlobalMart? mart = null;
        WebApplication? app = null;
        try
        {
            database = await DatabaseConnection.OpenAsync(settings, starting, ct);
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
            builder.AddOpsBridge(settings, database, await database.EndpointsAsync(ct));
            adjust?.Invoke(builder.Services);
            app = builder.Build();
            app.UseOpsBridge();
            await app.Services.GetRequiredService<DatabaseMigrator>().MigrateAsync(ct);
            await StartAsync(app, mart, ct);
            return new OpsBridgeHost(app, database, mart, starting);
        }
        catch
        {
            await (app?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (mart?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (database?.DisposeAsync() ?? ValueTask.CompletedTask);
            starting.Dispose();
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
        _loggers.Dispose();
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
            await DemoHost.ConnectAsync(app.Services, mart, AddressOf(app), ct);
        }
    }

    private static Uri AddressOf(WebApplication app) => new(app.Urls.First().Replace("//[::]", "//localhost", StringComparison.Ordinal));
}
