using Npgsql;
using OpsBridge.Data;

namespace OpsBridge.Monitoring;

/// <summary>
/// Only one process polls: the one that holds a session lock on its own connection. Losing the connection does not stop a
/// running poller (checks go on while the database is away); the lock is asked for again when the database is back, and only
/// a refusal, which means that another process polls now, ends the polling here.
/// </summary>
public sealed class PollerLease(NpgsqlDataSource source) : IAsyncDisposable
{
    private NpgsqlConnection? _connection;

    /// <summary>Makes sure of the lock: true held, false held by another process, null when the database does not answer.</summary>
    public async Task<bool?> HoldAsync(CancellationToken ct)
    {
        try
        {
            if (_connection is not null && await AskAsync(_connection, "select true", ct))
            {
                return true;
            }
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or IOException)
        {
            await DropAsync();
        }

        return await AcquireAsync(ct);
    }

    /// <summary>Gives the lock back.</summary>
    public async ValueTask DisposeAsync() => await DropAsync();

    private static async Task<bool> AskAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 5 };
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private async Task<bool?> AcquireAsync(CancellationToken ct)
    {
        try
        {
            var connection = await source.OpenConnectionAsync(ct);
            if (await AskAsync(connection, $"select pg_try_advisory_lock({AdvisoryLocks.Poller})", ct))
            {
                _connection = connection;
                return true;
            }

            await connection.DisposeAsync();
            return false;
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or IOException or TimeoutException)
        {
            return null;
        }
    }

    private async Task DropAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            NpgsqlConnection.ClearPool(connection);
            await connection.DisposeAsync();
        }
    }
}
