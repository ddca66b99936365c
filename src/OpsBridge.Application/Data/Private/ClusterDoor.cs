using Npgsql;

namespace OpsBridge.Data.Private;

/// <summary>What a postmaster says when it is asked for a connection.</summary>
internal enum DoorAnswer
{
    /// <summary>Nobody listens, or it is starting, recovering or stopping.</summary>
    NotYet,

    /// <summary>It knows the stored password and serves.</summary>
    Ready,

    /// <summary>It does not know the stored password.</summary>
    WrongPassword,
}

/// <summary>The connections to a private cluster.</summary>
internal sealed class ClusterDoor(string password)
{
    private const int AskTimeoutSeconds = 5;
    private const int PoolSize = 80; // Of max_connections = 100: the rest is for the listener, backups and an operator's psql.

    /// <summary>
    /// A connection string. A server that asks for the password in any way but SCRAM is refused: it is not ours.
    /// </summary>
    public string ConnectionString(int port, string role, string database) => Builder(port, role, database).ConnectionString;

    /// <summary>Asks whether the postmaster on the port is ours and ready. Answers within five seconds.</summary>
    public async Task<DoorAnswer> AskAsync(int port, CancellationToken ct)
    {
        try
        {
            await using var connection = await OpenAsync(port, ct);
            return DoorAnswer.Ready;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification)
        {
            return DoorAnswer.WrongPassword;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.TooManyConnections)
        {
            return DoorAnswer.Ready; // Ours, and busy: it says so only to those who gave the password.
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return DoorAnswer.NotYet;
        }
    }

    /// <summary>Makes the application's role and database if they are missing.</summary>
    public async Task FurnishAsync(int port, string database, CancellationToken ct)
    {
        await using var connection = await OpenAsync(port, ct);
        if (!await ExistsAsync(connection, "select 1 from pg_roles where rolname = $1", PrivateCluster.Role, ct))
        {
            // Utility statements take no parameters; the password is hexadecimal by construction, and statements are not logged.
            await ExecuteAsync(connection, $"create role {PrivateCluster.Role} login createdb password '{password}'", ct);
        }

        if (!await ExistsAsync(connection, "select 1 from pg_database where datname = $1", database, ct))
        {
            await ExecuteAsync(connection, $"create database {database} owner {PrivateCluster.Role}", ct);
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(int port, CancellationToken ct)
    {
        var builder = Builder(port, PrivateCluster.AdminRole, "postgres");
        builder.Pooling = false;
        builder.Timeout = AskTimeoutSeconds;
        var connection = new NpgsqlConnection(builder.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private NpgsqlConnectionStringBuilder Builder(int port, string role, string database) => new()
    {
        Host = "127.0.0.1",
        Port = port,
        Username = role,
        Password = password,
        Database = database,
        RequireAuth = "ScramSHA256",
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
        MaxPoolSize = PoolSize,
        ApplicationName = "OpsBridge",
    };

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string sql, string name, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = name } } };
        return await command.ExecuteScalarAsync(ct) is not null;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
