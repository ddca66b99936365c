using System.Net;
using System.Net.Sockets;

namespace OpsBridge.Monitoring.Probes;

/// <summary>
/// One ICMP echo. All pings of an address family share one socket. A process without the right to send ICMP gives Unknown
/// and says which setting grants it.
/// </summary>
internal sealed class PingProbe(GuardedConnector connector, TimeProvider time) : IDisposable
{
    private const string NoRight = "this process may not send ICMP; grant CAP_NET_RAW or widen the kernel setting net.ipv4.ping_group_range";

    private readonly Lock _lock = new();
    private IcmpSocket? _v4;
    private IcmpSocket? _v6;

    public async Task<ProbeResult> RunAsync(PingSettings settings, CancellationToken cancellationToken)
    {
        var target = await connector.FindAsync(settings.Host, 0, cancellationToken);
        if (target is Target.None none)
        {
            return ProbeResult.Of(none.Status, none.Summary, TimeSpan.Zero);
        }

        var address = ((Target.Found)target).Addresses[0];
        var started = time.GetTimestamp();
        try
        {
            await SocketFor(address.AddressFamily).EchoAsync(address, cancellationToken);
            var elapsed = time.GetElapsedTime(started);
            return new ProbeResult(CheckStatus.Ok, $"{address} answers in {Words.Milliseconds(elapsed)}", null, [ProbeResult.LatencyOf(elapsed)], elapsed);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            return ProbeResult.Of(CheckStatus.Unknown, NoRight, time.GetElapsedTime(started));
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.HostUnreachable or SocketError.NetworkUnreachable)
        {
            return ProbeResult.Of(CheckStatus.Critical, $"{address}: {GuardedConnector.Explain(e)}", time.GetElapsedTime(started));
        }
    }

    public void Dispose()
    {
        _v4?.Dispose();
        _v6?.Dispose();
    }

    private IcmpSocket SocketFor(AddressFamily family)
    {
        lock (_lock)
        {
            return family == AddressFamily.InterNetwork ? _v4 ??= new IcmpSocket(family) : _v6 ??= new IcmpSocket(family);
        }
    }
}
