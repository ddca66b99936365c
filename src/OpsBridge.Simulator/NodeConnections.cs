using System.Text;
using Microsoft.AspNetCore.Connections;

namespace OpsBridge.Simulator;

/// <summary>What happens on a node's connection below HTTP: hanging, and the TCP nodes' banners.</summary>
internal sealed class NodeConnections(TimeProvider clock, Noise noise)
{
    private static readonly TimeSpan s_idleLimit = TimeSpan.FromSeconds(30);

    /// <summary>Marks the connection with its node and lets it through, or holds it without an answer until it ends.</summary>
    public async Task AdmitAsync(Node node, ConnectionContext connection, ConnectionDelegate next)
    {
        connection.Features.Set(node);
        if (node.Fault.Kind == FaultKind.Hang)
        {
            // The caller gives up, or the end of the fault resets the connection.
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, connection.ConnectionClosed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        await next(connection);
    }

    /// <summary>Sends the banner, then listens to whatever comes until the caller leaves or has been there for 30 s.</summary>
    public async Task ServeTcpAsync(Node node, ConnectionContext connection)
    {
        using var limit = new CancellationTokenSource(s_idleLimit, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, connection.ConnectionClosed);
        try
        {
            var fault = node.Fault;
            var pause = noise.Around(4, 3) + (fault.Kind == FaultKind.Slow ? fault.Amount : 0);
            await Task.Delay(TimeSpan.FromMilliseconds(pause), clock, end.Token);

            var banner = fault.Kind == FaultKind.WrongBanner ? "-ERR wrong service on this port\r\n" : BannerOf(node);
            await connection.Transport.Output.WriteAsync(Encoding.ASCII.GetBytes(banner), end.Token);
            while (true)
            {
                var read = await connection.Transport.Input.ReadAsync(end.Token);
                connection.Transport.Input.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The caller has gone or has overstayed; both are the ordinary end of a connection.
        }
    }

    /// <summary>What a healthy TCP node says first.</summary>
    public static string BannerOf(Node node) => node.Role switch
    {
        NodeRole.CoreSwitch => "SSH-2.0-CoreOS_9.3\r\n",
        NodeRole.Database => $"GMDB 16.4 {node.Key} ready\r\n",
        _ => $"GlobalMart store router {node.Key}\r\nlogin: ",
    };
}
