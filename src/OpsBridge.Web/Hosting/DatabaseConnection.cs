using System.Net;
using System.Net.Sockets;
using Npgsql;
using OpsBridge.Data.Private;
using OpsBridge.Network;

namespace OpsBridge.Hosting;

/// <summary>The database of this process: an external server, or the private cluster in the data folder.</summary>
public sealed class DatabaseConnection : IAsyncDisposable
{
    private DatabaseConnection(string connectionString, PrivateCluster? cluster)
    {
        ConnectionString = connectionString;
        Cluster = cluster;
    }

    /// <summary>How to reach it.</summary>
    public string ConnectionString { get; }

    /// <summary>The private cluster; null when an external server is used.</summary>
    public PrivateCluster? Cluster { get; }

    /// <summary>Connects to the named server, or starts the private cluster.</summary>
    /// <exception cref="StartupException">It cannot be had; the message says what to do.</exception>
    public static async Task<DatabaseConnection> OpenAsync(HostSettings settings, ILoggerFactory loggers, CancellationToken ct)
    {
        if (settings.ConnectionString is { } external)
        {
            await TryAsync(external, ct);
            return new DatabaseConnection(external, null);
        }

        try
        {
            var options = new PrivateClusterOptions { DataFolder = settings.DataFolder };
            var cluster = await PrivateCluster.StartAsync(options, TimeProvider.System, loggers.CreateLogger<PrivateCluster>(), ct);
            return new DatabaseConnection(cluster.ConnectionString(), cluster);
        }
        catch (PrivateClusterException exception)
        {
            throw new StartupException(exception.Message);
        }
    }

    /// <summary>Where it listens, so that no check is ever pointed at it.</summary>
    public async Task<IReadOnlyList<ProtectedEndpoint>> EndpointsAsync(CancellationToken ct)
    {
        var settings = new NpgsqlConnectionStringBuilder(ConnectionString);
        if (settings.Host is not { Length: > 0 } host || host.StartsWith('/'))
        {
            return [];
        }

        try
        {
            var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, ct);
            return [new ProtectedEndpoint(addresses, settings.Port, "the console's own database")];
        }
        catch (SocketException)
        {
            return []; // a name that does not resolve cannot be reached by a check either
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Cluster is not null)
        {
            await Cluster.DisposeAsync();
        }
    }

    private static async Task TryAsync(string connectionString, CancellationToken ct)
    {
        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(ct);
        }
        catch (Exception exception) when (exception is NpgsqlException or ArgumentException or TimeoutException)
        {
            throw new StartupException($"The PostgreSQL named in ConnectionStrings__OpsBridge does not let us in: {exception.Message}");
        }
    }
}
