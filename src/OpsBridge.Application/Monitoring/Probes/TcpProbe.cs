using System.Net.Sockets;
using System.Text;

namespace OpsBridge.Monitoring.Probes;

/// <summary>TCP connect; with a banner, reads at most 1,024 bytes that the server sends by itself and looks for the text.</summary>
internal sealed class TcpProbe(GuardedConnector connector, TimeProvider time)
{
    private const int MaxBanner = 1024;

    public async Task<ProbeResult> RunAsync(TcpSettings settings, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var connection = await connector.ConnectAsync(settings.Host, settings.Port, cancellationToken);
        var elapsed = time.GetElapsedTime(started);
        if (connection is Connection.Failed failed)
        {
            return ProbeResult.Of(failed.Status, failed.Summary, elapsed);
        }

        using var socket = ((Connection.Open)connection).Socket;
        if (settings.Banner is null)
        {
            return new ProbeResult(CheckStatus.Ok, $"connected in {Words.Milliseconds(elapsed)}", null, [ProbeResult.LatencyOf(elapsed)], elapsed);
        }

        var (found, text) = await ReadBannerAsync(socket, settings.Banner, cancellationToken);
        elapsed = time.GetElapsedTime(started);
        return found
            ? new ProbeResult(CheckStatus.Ok, $"banner found in {Words.Milliseconds(elapsed)}", text, [ProbeResult.LatencyOf(elapsed)], elapsed)
            : new ProbeResult(CheckStatus.Critical, $"connected, but the banner '{settings.Banner}' did not come", text, [ProbeResult.LatencyOf(elapsed)], elapsed);
    }

    /// <summary>Reads until the text appears, the server closes, the cap is reached, or time is up; the latter is an answer too.</summary>
    private static async Task<(bool Found, string? Text)> ReadBannerAsync(Socket socket, string banner, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxBanner];
        var wanted = Encoding.UTF8.GetBytes(banner);
        var length = 0;
        var found = false;
        try
        {
            while (!found && length < MaxBanner)
            {
                var read = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
                if (read == 0)
                {
                    break;
                }

                length += read;
                found = buffer.AsSpan(0, length).IndexOf(wanted) >= 0;
            }
        }
        catch (SocketException)
        {
            // The server hung up hard: what came before it is judged.
        }

        return (found, length == 0 ? null : Words.Printable(buffer.AsSpan(0, length)));
    }
}
