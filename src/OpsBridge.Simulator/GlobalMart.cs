using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace OpsBridge.Simulator;

/// <summary>
/// Plays GlobalMart on 127.0.0.1: real HTTP, HTTPS and TCP services with faults on demand, a scripted incident, log lines, sensors, and a control
/// page. Members may be called from any thread.
/// </summary>
public sealed class GlobalMart : IAsyncDisposable
{
    // Free blocks are looked for below the ports that systems hand out by themselves: a node that is down leaves its port,
    // and a handed-out one could be somebody's before the node is healed.
    private const int FirstBlock = 26_500;
    private const int PortsOfBlock = 60;
    private const int Blocks = 90;

    private readonly MartWorld _world;
    private readonly WebApplication _host;
    private readonly HeartbeatSender _heartbeats;
    private readonly AlertReporter _alerts;
    private int _disposed;

    private GlobalMart(MartWorld world, MartHost host, HeartbeatSender heartbeats, AlertReporter alerts)
    {
        _world = world;
        _host = host.App;
        _heartbeats = heartbeats;
        _alerts = alerts;
        Nodes = host.Nodes;
        ControlPage = host.ControlPage;
    }

    /// <summary>The estate as data.</summary>
    public GlobalMartEstate Estate => _world.Estate;

    /// <summary>Where each node is reached, by key.</summary>
    public IReadOnlyDictionary<string, SimulatedNode> Nodes { get; }

    /// <summary>Address of the control page.</summary>
    public Uri ControlPage { get; }

    /// <summary>Members of the balancer's pool.</summary>
    public IReadOnlyList<string> Pool => _world.Pool.Members;

    /// <summary>The scripted incident as it stands.</summary>
    public IncidentStatus Incident => _world.Incident.Status;

    /// <summary>The inventory's queue as it stands.</summary>
    public InventoryReading Inventory => _world.Load.Read();

    /// <summary>Starts everything; when it returns, every port listens.</summary>
    /// <exception cref="PortTakenException">A port is held by another program; nothing stays running.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public static async Task<GlobalMart> StartAsync(
        GlobalMartOptions options, TimeProvider clock, ILoggerFactory loggers, CancellationToken ct)
    {
        options.Validate();
        if (options.BasePort != 0)
        {
            return await StartOnAsync(options, clock, loggers, ct);
        }

        for (var left = Blocks; ; left--)
        {
            var first = FirstBlock + (Random.Shared.Next(Blocks) * PortsOfBlock);
            var here = options with { BasePort = first, ControlPort = options.ControlPort == 0 ? first + PortsOfBlock - 1 : options.ControlPort };
            try
            {
                return await StartOnAsync(here, clock, loggers, ct);
            }
            catch (PortTakenException taken) when (left > 0 && taken.Port != options.ControlPort)
            {
                // Somebody is in that block; look in another.
            }
        }
    }

    private static async Task<GlobalMart> StartOnAsync(
        GlobalMartOptions options, TimeProvider clock, ILoggerFactory loggers, CancellationToken ct)
    {
        var world = new MartWorld(options, clock);
        try
        {
            var host = await MartHost.StartAsync(world, loggers, ct);
            var heartbeats = new HeartbeatSender(world.Nodes, world.Logs, clock, loggers.CreateLogger<HeartbeatSender>());
            var alerts = new AlertReporter(new RuleBook(world, host.ControlPage), clock, loggers.CreateLogger<AlertReporter>());
            return new GlobalMart(world, host, heartbeats, alerts);
        }
        catch
        {
            world.Dispose();
            throw;
        }
    }

    /// <summary>Puts a fault on a node in place of the one it has; when it returns, the node's port behaves so.</summary>
    public Task<FaultOutcome> BreakAsync(string key, NodeFault fault, CancellationToken ct = default) =>
        _world.Faults.BreakAsync(key, fault, ct);

    /// <summary>Takes a node's fault off.</summary>
    /// <exception cref="PortTakenException">Another program took the port while the node was down.</exception>
    public Task<FaultOutcome> HealAsync(string key, CancellationToken ct = default) => _world.Faults.HealAsync(key, ct);

    /// <summary>Takes every fault off and restores the pool.</summary>
    public Task HealAllAsync(CancellationToken ct = default) => _world.HealAllAsync(ct);

    /// <summary>Sets the balancer's pool, in the name that its log shows.</summary>
    public PoolOutcome SetPool(IReadOnlyList<string> members, string by) => _world.SetPool(members, by);

    /// <summary>Starts the scripted incident; false when it runs already.</summary>
    public bool StartIncident() => _world.Incident.Start();

    /// <summary>Ends the scripted incident and restores the pool; false when none runs.</summary>
    public bool StopIncident() => _world.Incident.Stop();

    /// <summary>The oldest <paramref name="limit"/> log lines after a sequence number, of one node or (null) of all; at most 300 are kept per node.</summary>
    public IReadOnlyList<LogLine> ReadLogs(string? node, long after, int limit) => _world.Logs.Read(node, after, limit);

    /// <summary>
    /// From now on each heartbeat node in the map posts (empty body) to its address at its check's interval while it is healthy.
    /// A later call replaces the map.
    /// </summary>
    /// <exception cref="ArgumentException">A key is not that of a heartbeat node, or an address is not on loopback.</exception>
    public void SendHeartbeatsTo(IReadOnlyDictionary<string, Uri> targets) => _heartbeats.SendTo(
        targets,
        Estate.Checks.Where(c => c.Kind == EstateCheckKind.Heartbeat).ToDictionary(c => c.Node, c => c.Interval, StringComparer.Ordinal));

    /// <summary>
    /// From now on GlobalMart's own monitoring reports to an address that takes Alertmanager's API, such as <c>http://127.0.0.1:5080/api/v2/alerts</c>:
    /// what begins and ends within a second, what holds every 15 s again. A later call replaces address and key.
    /// </summary>
    /// <param name="target">Where to; on loopback.</param>
    /// <param name="key">Sent as Bearer.</param>
    /// <exception cref="ArgumentException">The address is not on loopback.</exception>
    public void ReportAlertsTo(Uri target, string key) => _alerts.ReportTo(target, key);

    /// <summary>Closes every port and stops every timer; a second call does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await _heartbeats.DisposeAsync();
        await _alerts.DisposeAsync();
        foreach (var node in _world.Nodes.All)
        {
            node.Listener?.ResetConnections();
        }

        await _host.DisposeAsync();
        _world.Dispose();
    }
}
