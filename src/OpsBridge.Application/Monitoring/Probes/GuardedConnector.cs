using System.Net;
using System.Net.Sockets;
using OpsBridge.Network;

namespace OpsBridge.Monitoring.Probes;

/// <summary>Addresses a probe may use, or the result to give instead.</summary>
internal abstract record Target
{
    private Target()
    {
    }

    /// <summary>Every address passed the guard.</summary>
    internal sealed record Found(IReadOnlyList<IPAddress> Addresses) : Target;

    /// <summary>The host is unknown, could not be looked up, or is refused.</summary>
    internal sealed record None(CheckStatus Status, string Summary) : Target;
}

/// <summary>A TCP connection, or the result to give instead.</summary>
internal abstract record Connection
{
    private Connection()
    {
    }

    /// <summary>Connected; the caller disposes the socket.</summary>
    internal sealed record Open(Socket Socket) : Connection;

    /// <summary>Not connected, and why.</summary>
    internal sealed record Failed(CheckStatus Status, string Summary) : Connection;
}

/// <summary>
/// The only way from a host name to a socket: resolve once, judge ALL addresses, then connect to one of those very addresses,
/// so that a name cannot point somewhere else between the judgement and the connection.
/// </summary>
public sealed class GuardedConnector(HostResolver resolver, TargetGuard guard)
{
    private const int MaxAttempts = 4;

    private static readonly TimeSpan s_turn = TimeSpan.FromSeconds(3);

    internal HostResolver Resolver => resolver;

    internal async ValueTask<Target> FindAsync(string host, int port, CancellationToken cancellationToken)
    {
        var found = await resolver.ResolveAsync(host, cancellationToken);
        if (found.Error is not null)
        {
            return new Target.None(found.HostIsUnknown ? CheckStatus.Critical : CheckStatus.Unknown, found.Error);
        }

        foreach (var address in found.Addresses)
        {
            if (guard.Judge(address, port) is { Allowed: false, Reason: var reason })
            {
                return new Target.None(CheckStatus.Unknown, $"refused: {reason}");
            }
        }

        return new Target.Found(found.Addresses);
    }

    internal async ValueTask<Connection> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var target = await FindAsync(host, port, cancellationToken);
        if (target is Target.None none)
        {
            return new Connection.Failed(none.Status, none.Summary);
        }

        var addresses = ((Target.Found)target).Addresses;
        var reason = "";
        for (var i = 0; i < Math.Min(addresses.Count, MaxAttempts); i++)
        {
            using var turn = i + 1 < addresses.Count ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken) : null;
            turn?.CancelAfter(s_turn);
            var endpoint = new IPEndPoint(addresses[i], port);
            var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(endpoint, turn?.Token ?? cancellationToken);
                return new Connection.Open(socket);
            }
            catch (SocketException e)
            {
                socket.Dispose();
                reason = $"{endpoint}: {Explain(e)}";
                if (IsOurFault(e.SocketErrorCode))
                {
                    return new Connection.Failed(CheckStatus.Unknown, reason);
                }
            }
            catch (OperationCanceledException)
            {
                socket.Dispose();
                cancellationToken.ThrowIfCancellationRequested();
                reason = $"{endpoint}: no answer";
            }
        }

        return new Connection.Failed(CheckStatus.Critical, reason);
    }

    /// <summary>A socket error in the words of the watch.</summary>
    internal static string Explain(SocketException error) => error.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.HostUnreachable => "no route to the host",
        SocketError.NetworkUnreachable => "no route to the network",
        SocketError.TimedOut => "no answer",
        SocketError.ConnectionReset => "connection reset",
        _ => error.Message,
    };

    /// <summary>Errors of this machine say nothing about the target.</summary>
    private static bool IsOurFault(SocketError error) =>
        error is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable or SocketError.AddressNotAvailable or SocketError.AccessDenied;
}
