using System.Net;
using System.Security.Cryptography;
using OpsBridge.Hosting;
using OpsBridge.Identity;
using OpsBridge.Jobs.Backups;
using OpsBridge.Monitoring;
using OpsBridge.Simulator;

namespace OpsBridge.Demo;

/// <summary>Everything that <c>--demo</c> adds: the simulator, its estate, its own monitoring as a source, five accounts and, if named, an API key.</summary>
public static class DemoHost
{
    private static readonly Actor s_actor = Actor.InRole(null, "Demo", Role.Admin);
    private static readonly (string Name, Role Role)[] s_accounts =
    [
        ("admin1", Role.Admin), ("supervisor1", Role.Supervisor), ("operator1", Role.Operator), ("operator2", Role.Operator), ("viewer1", Role.Viewer),
    ];

    /// <summary>Adds what works on while the demo runs, and lets jobs pack the demo's own files.</summary>
    public static IServiceCollection AddDemo(this IServiceCollection services, string dataFolder) => services
        .AddSingleton<DemoFiles>().AddSingleton<DemoBooks>().AddHostedService<DemoRoutine>()
        .PostConfigure<BackupsOptions>(backups => backups.Sources.Add(DemoFiles.FolderOf(dataFolder)));

    /// <summary>A demo has known account names, so it may only listen on loopback.</summary>
    /// <exception cref="StartupException">An address is reachable from outside.</exception>
    public static void DemandLoopback(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var address = BindingAddress.Parse(url);
            var loopback = string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase)
                || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
            if (!loopback)
            {
                throw new StartupException($"--demo listens on loopback only; {url} can be reached from outside. Leave out --urls, or leave out --demo.");
            }
        }
    }

    /// <summary>Starts GlobalMart.</summary>
    /// <exception cref="StartupException">One of its ports is taken; the message names it.</exception>
    public static async Task<GlobalMart> StartSimulatorAsync(HostSettings settings, ILoggerFactory loggers, CancellationToken ct)
    {
        var options = settings.SimulatorPort == 0
            ? new GlobalMartOptions { BasePort = 0, ControlPort = 0 }
            : new GlobalMartOptions { ControlPort = settings.SimulatorPort, BasePort = settings.SimulatorPort + 10 };
        try
        {
            return await GlobalMart.StartAsync(options, TimeProvider.System, loggers, ct);
        }
        catch (PortTakenException exception)
        {
            throw new StartupException($"{exception.Message} (--simulator-port)");
        }
    }

    /// <summary>Loads estate, accounts and key before the console listens.</summary>
    public static async Task LoadAsync(IServiceProvider services, GlobalMart mart, CancellationToken ct)
    {
        await ActivatorUtilities.CreateInstance<DemoEstate>(services).LoadAsync(mart, s_actor, ct);
        var access = services.GetRequiredService<ProvisionAccess>();
        var password = Named("OPSBRIDGE_DEMO_PASSWORD") ?? Generated();
        foreach (var (name, role) in s_accounts)
        {
            await access.EnsureAccountAsync(name, role, password, s_actor, ct);
        }

        var watch = (await services.GetRequiredService<IAccountList>().AllAsync(s_actor, ct)).Single(a => a.Name == "operator1");
        await ActivatorUtilities.CreateInstance<DemoRoster>(services)
            .LoadAsync(s_actor, Actor.InRole(watch.Id, watch.Name, watch.Role), services.GetRequiredService<TimeProvider>().GetUtcNow(), ct);
        await ActivatorUtilities.CreateInstance<DemoRounds>(services).LoadAsync(s_actor, ct);
        await ActivatorUtilities.CreateInstance<DemoRunbooks>(services).LoadAsync(ct);
        await ActivatorUtilities.CreateInstance<DemoJobs>(services).LoadAsync(mart, s_actor, ct);
        if (Named("OPSBRIDGE_DEMO_API_KEY") is { } key)
        {
            await access.EnsureKeyAsync(key, new ApiKeyDetails("demo", [.. RolePermissions.Of(Role.Admin)], null), s_actor, ct);
        }

        await Console.Out.WriteLineAsync($"""

              Demo accounts: {string.Join(", ", s_accounts.Select(a => a.Name))}
              Password:      {(Named("OPSBRIDGE_DEMO_PASSWORD") is null ? password : "as in OPSBRIDGE_DEMO_PASSWORD")}
              Break things:  {mart.ControlPage}

            """);
    }

    /// <summary>Lets the simulated programs and GlobalMart's own monitoring report to the console that now listens at <paramref name="console"/>.</summary>
    public static async Task ConnectAsync(IServiceProvider services, GlobalMart mart, Uri console, CancellationToken ct)
    {
        await ConnectHeartbeatsAsync(services, mart, console, ct);
        await ActivatorUtilities.CreateInstance<DemoSource>(services).ConnectAsync(mart, console, s_actor, ct);
    }

    private static async Task ConnectHeartbeatsAsync(IServiceProvider services, GlobalMart mart, Uri console, CancellationToken ct)
    {
        var issue = services.GetRequiredService<IssueHeartbeatUrl>();
        var board = await services.GetRequiredService<ICheckBoard>().ReadAsync(s_actor, ct);
        var targets = new Dictionary<string, Uri>(StringComparer.Ordinal);
        foreach (var check in board.Rows.Where(c => c.Kind == "heartbeat" && mart.Nodes.ContainsKey(c.AssetName)))
        {
            if (await issue.HandleAsync(check.Id, s_actor, ct) is IssueHeartbeatUrlResult.Done done)
            {
                targets[check.AssetName] = new Uri(console, $"/heartbeat/{done.Token}");
            }
        }

        mart.SendHeartbeatsTo(targets);
    }

    private static string? Named(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    private static string Generated() => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 20);
}
