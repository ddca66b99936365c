namespace OpsBridge.Simulator;

/// <summary>Puts faults on nodes and takes them off, one at a time, and opens and closes their ports accordingly.</summary>
internal sealed class FaultDesk(NodeDirectory nodes, InventoryLoad load, NodeLogs logs) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Replaces the node's fault; when this returns, its port behaves so.</summary>
    public async Task<FaultOutcome> BreakAsync(string key, NodeFault fault, CancellationToken ct)
    {
        if (nodes.Find(key) is not { } node)
        {
            return new FaultOutcome.UnknownNode(key);
        }

        if (fault.RefusalFor(node.Role, [.. node.Sensors.Select(s => s.Metric)]) is { } reason)
        {
            return new FaultOutcome.Refused(reason);
        }

        return await PutAsync(node, fault, ct);
    }

    /// <summary>Takes the node's fault off; healing a healthy node is no error.</summary>
    public async Task<FaultOutcome> HealAsync(string key, CancellationToken ct) =>
        nodes.Find(key) is { } node ? await PutAsync(node, NodeFault.None, ct) : new FaultOutcome.UnknownNode(key);

    /// <summary>Takes every fault off.</summary>
    public async Task HealAllAsync(CancellationToken ct)
    {
        foreach (var node in nodes.All.Where(n => n.Fault.Kind != FaultKind.None))
        {
            await PutAsync(node, NodeFault.None, ct);
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<FaultOutcome> PutAsync(Node node, NodeFault fault, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            // The queue is brought to the present with the members it had until now.
            load.Read();
            var before = node.Fault;
            node.Fault = fault;
            LogChange(node, before, fault);
            await MovePortAsync(node, ct);
            if (node.Role == NodeRole.CoreSwitch && (before.Kind == FaultKind.Down) != (fault.Kind == FaultKind.Down))
            {
                await CutOffAsync(node, fault.Kind == FaultKind.Down, ct);
            }

            if (FaultKind.Hang == before.Kind || FaultKind.Hang == fault.Kind)
            {
                node.Listener?.ResetConnections();
            }

            return new FaultOutcome.Applied();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task CutOffAsync(Node uplink, bool cutOff, CancellationToken ct)
    {
        foreach (var node in nodes.All.Where(n => n.Spec.Uplink == uplink.Key))
        {
            node.CutOff = cutOff;
            await MovePortAsync(node, ct);
        }
    }

    private static Task MovePortAsync(Node node, CancellationToken ct) => node switch
    {
        { Listener: null } => Task.CompletedTask,
        { Reachable: true } => node.Listener.OpenAsync(ct),
        _ => node.Listener.CloseAsync(ct),
    };

    private void LogChange(Node node, NodeFault before, NodeFault after)
    {
        var wasServing = before.Kind is not (FaultKind.Down or FaultKind.Hang);
        var isServing = after.Kind is not (FaultKind.Down or FaultKind.Hang);
        if (node.Role is NodeRole.App or NodeRole.Web && wasServing != isServing)
        {
            var text = isServing ? "is UP, reason: Layer7 check passed" : "is DOWN, reason: Layer4 connection problem";
            logs.Warn(GlobalMartEstate.LoadBalancerKey, $"haproxy: Server inv/{node.Key} {text}");
        }

        switch (after.Kind)
        {
            case FaultKind.None when before.Kind != FaultKind.None:
                logs.Info(node.Key, "systemd: Started service after repair.");
                break;
            case FaultKind.Down:
                logs.Error(node.Key, "systemd: Main process exited, code=killed, status=9/KILL");
                break;
            case FaultKind.Hang:
                logs.Error(node.Key, "kernel: INFO: task worker blocked for more than 120 seconds.");
                break;
            case FaultKind.Slow:
                logs.Warn(node.Key, $"slow disk: await {after.Amount:F0} ms on sda");
                break;
            case FaultKind.Errors:
                logs.Error(node.Key, "worker: out of memory, requests are being refused");
                break;
            case FaultKind.WrongBanner:
                logs.Error(node.Key, "port is answered by another program after the update");
                break;
            case FaultKind.Sensor:
                logs.Warn(node.Key, $"sensor {after.Metric ?? node.Sensors[0].Metric} reads {after.Amount:F1}");
                break;
        }
    }
}
