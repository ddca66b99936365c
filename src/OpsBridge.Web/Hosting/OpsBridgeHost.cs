using OpsBridge.Alerts;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Live;
using OpsBridge.Operations;
using OpsBridge.Shell;
using OpsBridge.SignIn;
using OpsBridge.Timeline;

namespace OpsBridge.Hosting;

/// <summary>The whole console in one object: used by Program, tests and benchmarks alike.</summary>
public sealed class OpsBridgeHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OpsBridgeHost(WebApplication app) => _app = app;

    /// <summary>The container, for tests and benchmarks.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>The address it listens on.</summary>
    public Uri Address => new(_app.Urls.First().Replace("//[::]", "//localhost", StringComparison.Ordinal));

    /// <summary>Starts database, schema, web server and workers.</summary>
    /// <exception cref="StartupException">Something outside is not as it must be; the message says what to do.</exception>
    public static async Task<OpsBridgeHost> StartAsync(HostSettings settings, CancellationToken ct)
    {
        var builder = WebApplication.CreateBuilder([.. settings.Rest]);
        builder.WebHost.UseUrls(settings.Urls);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddData(settings.ConnectionString ?? throw new StartupException("No database."));
        builder.Services.AddLive().AddTimeline().AddAlerts().AddIdentity();
        builder.Services.AddOperations().AddSignIn().AddShell(shell => shell.Demo = settings.Demo);
        var app = builder.Build();
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseSignIn();
        app.MapShell();
        app.MapSignIn().MapOperations().MapAlerts();
        await app.Services.GetRequiredService<DatabaseMigrator>().MigrateAsync(ct);
        await app.StartAsync(ct);
        return new OpsBridgeHost(app);
    }

    /// <summary>Returns when somebody asked the process to stop.</summary>
    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
