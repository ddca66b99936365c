using Microsoft.Extensions.Logging;

namespace OpsBridge.Simulator;

/// <summary>Posts the heartbeats of the nodes without a port, as long as they are healthy.</summary>
internal sealed partial class HeartbeatSender(NodeDirectory nodes, NodeLogs logs, TimeProvider clock, ILogger<HeartbeatSender> logger) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromSeconds(5),
    };

    private CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Replaces the targets; the first heartbeats leave at once.</summary>
    /// <exception cref="ArgumentException">A key is not that of a heartbeat node, or an address is not on loopback.</exception>
    public void SendTo(IReadOnlyDictionary<string, Uri> targets, IReadOnlyDictionary<string, TimeSpan> intervals)
    {
        foreach (var (key, address) in targets)
        {
            if (nodes.Find(key) is not { Role: NodeRole.Heartbeat } || !address.IsAbsoluteUri || !address.IsLoopback)
            {
                throw new ArgumentException($"A heartbeat goes from a heartbeat node to a loopback address; '{key}' to {address} does not.", nameof(targets));
            }
        }

        lock (_lock)
        {
            _stop.Cancel();
            _stop.Dispose();
            _stop = new CancellationTokenSource();
            var ct = _stop.Token;
            _running = Task.WhenAll([_running, .. targets.Select(t => RunAsync(nodes.Find(t.Key)!, t.Value, intervals[t.Key], ct))]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
        _client.Dispose();
    }

    private async Task RunAsync(Node node, Uri target, TimeSpan interval, CancellationToken ct)
    {
        try
        {
            using var timer = new PeriodicTimer(interval, clock);
            do
            {
                if (node.Reachable)
                {
                    await SendAsync(node, target, ct);
                }
            }
            while (await timer.WaitForNextTickAsync(ct));
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // New targets, or the end of the simulator.
        }
    }

    private async Task SendAsync(Node node, Uri target, CancellationToken ct)
    {
        try
        {
            using var response = await _client.PostAsync(target, null, ct);
            logs.Info(node.Key, $"run finished, heartbeat answered {(int)response.StatusCode}");
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            LogUnsent(e, node.Key);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The heartbeat of {Node} was not taken; the next one follows")]
    private partial void LogUnsent(Exception exception, string node);
}
