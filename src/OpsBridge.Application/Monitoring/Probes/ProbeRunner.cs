using System.Net.Sockets;

namespace OpsBridge.Monitoring.Probes;

/// <summary>Runs one probe. The seam at which tests of everything above replace the network.</summary>
public interface IProbeRunner
{
    /// <summary>
    /// Runs a probe to its end or its timeout, whichever is first. Every fault of the target, the network, this machine or
    /// the settings is a result, never an exception.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> ended, for example at shutdown.</exception>
    Task<ProbeResult> RunAsync(ProbeSettings settings, TimeSpan timeout, CancellationToken cancellationToken);
}

/// <summary>The real probes.</summary>
public sealed class ProbeRunner(GuardedConnector connector, PluginRunner plugins, TimeProvider time) : IProbeRunner, IDisposable
{
    private readonly PingProbe _ping = new(connector, time);
    private readonly TcpProbe _tcp = new(connector, time);
    private readonly HttpProbe _http = new(connector, time);
    private readonly TlsProbe _tls = new(connector, time);
    private readonly DnsProbe _dns = new(connector, time);

    /// <inheritdoc />
    public async Task<ProbeResult> RunAsync(ProbeSettings settings, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (settings.Validate() is { Count: > 0 } errors)
        {
            return ProbeResult.Of(CheckStatus.Unknown, $"the check cannot run: {errors[0]}", TimeSpan.Zero, string.Join('\n', errors));
        }

        if (settings is PluginSettings plugin)
        {
            return await plugins.RunAsync(plugin, timeout, cancellationToken);
        }

        var started = time.GetTimestamp();
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var result = await StartAsync(settings, either.Token);
            cancellationToken.ThrowIfCancellationRequested();
            return result;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ProbeResult.Of(CheckStatus.Critical, FormattableString.Invariant($"no answer within {timeout.TotalSeconds:0.###} s"), time.GetElapsedTime(started));
        }
        catch (SocketException e)
        {
            return ProbeResult.Of(CheckStatus.Unknown, $"the check could not run: {GuardedConnector.Explain(e)}", time.GetElapsedTime(started));
        }
    }

    /// <summary>Closes the sockets that all pings share.</summary>
    public void Dispose() => _ping.Dispose();

    private Task<ProbeResult> StartAsync(ProbeSettings settings, CancellationToken cancellationToken) => settings switch
    {
        PingSettings ping => _ping.RunAsync(ping, cancellationToken),
        TcpSettings tcp => _tcp.RunAsync(tcp, cancellationToken),
        HttpSettings http => _http.RunAsync(http, cancellationToken),
        TlsSettings tls => _tls.RunAsync(tls, cancellationToken),
        DnsSettings dns => _dns.RunAsync(dns, cancellationToken),
        _ => Task.FromResult(ProbeResult.Of(CheckStatus.Unknown, $"a {settings.Kind} check is passive and cannot be run", TimeSpan.Zero)),
    };
}
