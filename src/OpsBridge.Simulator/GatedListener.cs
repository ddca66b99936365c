using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace OpsBridge.Simulator;

/// <summary>The listening socket of one node. It can be closed for real and opened again on the same port while the server runs on.</summary>
internal sealed class GatedListener(string key, int port, IConnectionListenerFactory sockets) : IConnectionListener
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly HashSet<ConnectionContext> _live = [];
    private readonly List<IConnectionListener> _retired = [];
    private IConnectionListener? _inner;
    private TaskCompletionSource _reopened = NewSignal();
    private bool _unbound;

    /// <summary>The real port, the same for life.</summary>
    public int Port { get; private set; } = port;

    public EndPoint EndPoint => new IPEndPoint(IPAddress.Loopback, Port);

    /// <summary>Starts to listen; nothing happens when it listens already.</summary>
    /// <exception cref="PortTakenException">Another program holds the port.</exception>
    public async Task OpenAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            if (_inner is not null || _unbound)
            {
                return;
            }

            var inner = await BindAsync(ct);
            lock (_lock)
            {
                Port = ((IPEndPoint)inner.EndPoint).Port;
                _inner = inner;
                _reopened.TrySetResult();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Stops to listen and resets every open connection.</summary>
    public async Task CloseAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            IConnectionListener inner;
            lock (_lock)
            {
                if (_inner is null)
                {
                    return;
                }

                inner = _inner;
                _inner = null;
                _reopened = NewSignal();

                // Its memory pool still serves the connections that are being reset; it is disposed with the node.
                _retired.Add(inner);
            }

            await inner.UnbindAsync(ct);
            ResetConnections();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Resets every open connection; new ones are still accepted.</summary>
    public void ResetConnections()
    {
        ConnectionContext[] live;
        lock (_lock)
        {
            live = [.. _live];
        }

        foreach (var connection in live)
        {
            connection.Abort(new ConnectionAbortedException($"{key} resets its connections."));
        }
    }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            IConnectionListener? inner;
            Task reopened;
            lock (_lock)
            {
                (inner, reopened) = (_inner, _reopened.Task);
                if (_unbound)
                {
                    return null;
                }
            }

            if (inner is null)
            {
                await reopened.WaitAsync(cancellationToken);
            }
            else if (await inner.AcceptAsync(cancellationToken) is { } connection)
            {
                if (await KeepAsync(connection, inner))
                {
                    return connection;
                }
            }
            else
            {
                // The socket was closed under the accept. The next turn finds the gate closed, reopened or unbound.
                await Task.Yield();
            }
        }
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            _unbound = true;
            _reopened.TrySetResult();
        }

        if (_inner is { } inner)
        {
            await inner.UnbindAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var listener in _retired.Append(_inner).OfType<IConnectionListener>())
        {
            await listener.DisposeAsync();
        }

        _turn.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<IConnectionListener> BindAsync(CancellationToken ct)
    {
        try
        {
            return await sockets.BindAsync(new IPEndPoint(IPAddress.Loopback, Port), ct);
        }
        catch (Exception e) when (e is AddressInUseException or SocketException)
        {
            throw new PortTakenException(key, Port, e);
        }
    }

    private async Task<bool> KeepAsync(ConnectionContext connection, IConnectionListener acceptedBy)
    {
        lock (_lock)
        {
            if (ReferenceEquals(acceptedBy, _inner))
            {
                _live.Add(connection);
                connection.ConnectionClosed.Register(() =>
                {
                    lock (_lock)
                    {
                        _live.Remove(connection);
                    }
                });
                return true;
            }
        }

        connection.Abort(new ConnectionAbortedException($"{key} went down."));
        await connection.DisposeAsync();
        return false;
    }
}

/// <summary>A loopback end point that knows which node it is for.</summary>
internal sealed class NodeEndPoint(string key, int port) : IPEndPoint(IPAddress.Loopback, port)
{
    public string Key => key;
}

/// <summary>Kestrel's transport with a gate before every port.</summary>
internal sealed class GatedTransport(IConnectionListenerFactory sockets) : IConnectionListenerFactory
{
    private readonly Dictionary<string, GatedListener> _listeners = new(StringComparer.Ordinal);

    /// <summary>The listener of each node key; complete when the server has started.</summary>
    public IReadOnlyDictionary<string, GatedListener> Listeners => _listeners;

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var target = (NodeEndPoint)endpoint;
        var listener = new GatedListener(target.Key, target.Port, sockets);
        await listener.OpenAsync(cancellationToken);
        _listeners[target.Key] = listener;
        return listener;
    }
}
