using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OpsBridge.Simulator;

/// <summary>The running server: one Kestrel with a port per node and one for the control page.</summary>
/// <param name="App">The server.</param>
/// <param name="Nodes">Where each node is reached.</param>
/// <param name="ControlPage">Address of the control page.</param>
internal sealed record MartHost(WebApplication App, IReadOnlyDictionary<string, SimulatedNode> Nodes, Uri ControlPage)
{
    private const string ControlKey = "the control page";

    /// <exception cref="PortTakenException">A port is held by another program.</exception>
    public static async Task<MartHost> StartAsync(MartWorld world, ILoggerFactory loggers, CancellationToken ct)
    {
        var certificates = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var transport = new GatedTransport(new SocketTransportFactory(Options.Create(new SocketTransportOptions()), loggers));
        var app = Build(world, transport, certificates, loggers);
        try
        {
            await app.StartAsync(ct);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        foreach (var node in world.Nodes.All)
        {
            node.Listener = transport.Listeners.GetValueOrDefault(node.Key);
        }

        var reached = world.Nodes.All.ToDictionary(
            n => n.Key,
            n => new SimulatedNode(
                n.Key, n.Spec.Site, n.Role, n.Spec.Scheme, "127.0.0.1", n.Listener?.Port ?? 0,
                certificates.TryGetValue(n.Key, out var expires) ? expires : null),
            StringComparer.Ordinal);
        return new MartHost(app, reached, new Uri($"http://127.0.0.1:{transport.Listeners[ControlKey].Port}/"));
    }

    private static WebApplication Build(
        MartWorld world, GatedTransport transport, Dictionary<string, DateTimeOffset> certificates, ILoggerFactory loggers)
    {
        // The empty builder reads no configuration and no environment: the console's own settings must not move these ports.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Replace(ServiceDescriptor.Singleton(loggers));
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, OwnerDecides>());
        builder.Services.AddRouting();
        builder.Services.AddProblemDetails();
        builder.Services.ConfigureHttpJsonOptions(ControlApi.ConfigureJson);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, world, certificates));
        builder.Services.AddSingleton<IConnectionListenerFactory>(transport);

        var app = builder.Build();
        var web = new NodeWeb(world.Inventory, world.Sensors, world.Noise, world.Logs, world.Clock);
        app.Use((http, next) => http.Features.Get<Node>() is { } node ? HandleNodeAsync(web, node, http) : next(http));
        app.UseStatusCodePages();
        app.Use(ControlGuard.InvokeAsync);
        app.UseRouting();
        ControlApi.Map(app, world);
        ControlFiles.Map(app);
        return app;
    }

    private static async Task HandleNodeAsync(NodeWeb web, Node node, HttpContext http)
    {
        try
        {
            await web.HandleAsync(node, http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller has hung up, or the node went down under it: there is nobody to answer.
        }
    }

    private static void Listen(KestrelServerOptions kestrel, MartWorld world, Dictionary<string, DateTimeOffset> certificates)
    {
        kestrel.AddServerHeader = false;
        var connections = new NodeConnections(world.Clock, world.Noise);
        var options = world.Options;
        kestrel.Listen(new NodeEndPoint(ControlKey, options.ControlPort), listen => listen.Protocols = HttpProtocols.Http1);
        foreach (var node in world.Nodes.All.Where(n => n.Spec.PortOffset is not null))
        {
            var port = options.BasePort == 0 ? 0 : options.BasePort + node.Spec.PortOffset!.Value;
            kestrel.Listen(new NodeEndPoint(node.Key, port), listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.Use(next => connection => connections.AdmitAsync(node, connection, next));
                if (node.Spec.Scheme == "tcp")
                {
                    listen.Run(connection => connections.ServeTcpAsync(node, connection));
                }
                else if (node.Spec.Scheme == "https")
                {
                    var now = world.Clock.GetUtcNow();
                    var certificate = SelfSignedCertificate.Create(node.Key, now, SelfSignedCertificate.ValidityOf(node.Key));
                    certificates[node.Key] = new DateTimeOffset(certificate.NotAfter.ToUniversalTime());
                    listen.UseHttps(certificate);
                }
            });
        }
    }

    /// <summary>The owner starts and stops this host; it must not answer Ctrl+C by itself.</summary>
    private sealed class OwnerDecides : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
