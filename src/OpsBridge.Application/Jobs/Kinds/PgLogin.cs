using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using OpsBridge.Jobs.Secrets;
using OpsBridge.Network;

namespace OpsBridge.Jobs.Kinds;

/// <summary>How to reach a PostgreSQL server, address resolved and judged. Holds the password: never printed.</summary>
internal sealed class PgLogin
{
    private const string Authorities = "/etc/ssl/certs/ca-certificates.crt";

    private readonly NpgsqlConnectionStringBuilder _settings;
    private readonly string? _address;

    private PgLogin(NpgsqlConnectionStringBuilder settings, string? address) => (_settings, _address) = (settings, address);

    /// <summary>The database it leads to.</summary>
    public string Database => _settings.Database!;

    /// <summary>Whether both lead to the same server.</summary>
    public bool IsSameServer(PgLogin other) => _settings.Host == other._settings.Host && _settings.Port == other._settings.Port;

    /// <summary>Looks the host up, lets the guard judge every address, and stays with the first.</summary>
    /// <exception cref="KindFault">The host is unknown or refused.</exception>
    public static async Task<PgLogin> FindAsync(PostgresTarget target, OpenedSecrets secrets, TargetGuard guard, CancellationToken ct)
    {
        var address = await GuardedHost.FindAsync(target.Host, target.Port, guard, ct);
        return new PgLogin(
            new NpgsqlConnectionStringBuilder
            {
                Host = target.Tls ? target.Host : address.ToString(), // a certificate is checked against the name
                Port = target.Port,
                Database = target.Database,
                Username = target.User,
                Password = target.Secret is { } secret ? secrets[secret] : null,
                SslMode = target.Tls ? SslMode.VerifyFull : SslMode.Prefer,
                Pooling = false,
                Timeout = 15,
                CommandTimeout = 0, // the attempt's own time-out ends it
                ApplicationName = "OpsBridge job",
            },
            address.ToString());
    }

    /// <summary>The console's own database, which no target may name.</summary>
    public static PgLogin Own(string connectionString) =>
        new(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0, ApplicationName = "OpsBridge backup" }, null);

    /// <summary>A server on this machine that is reached through its socket and asks for no password.</summary>
    public static PgLogin OfSocket(string folder, string user, string database) =>
        new(new NpgsqlConnectionStringBuilder { Host = folder, Port = 5432, Username = user, Database = database, SslMode = SslMode.Disable, Pooling = false, Timeout = 15, CommandTimeout = 0 }, null);

    /// <summary>The same server, another user.</summary>
    public PgLogin As(string user) => new(new NpgsqlConnectionStringBuilder(_settings.ConnectionString) { Username = user }, _address);

    /// <summary>The same server, another database.</summary>
    public PgLogin To(string database) => new(new NpgsqlConnectionStringBuilder(_settings.ConnectionString) { Database = database }, _address);

    /// <summary>An open connection.</summary>
    /// <exception cref="KindFault">It cannot be had; the message says why.</exception>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken ct)
    {
        var connection = new NpgsqlConnection(_settings.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or TimeoutException or ArgumentException)
        {
            await connection.DisposeAsync();
            throw new KindFault($"{Name}: {Explain(e)}");
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether a server that may still be starting answers by now.</summary>
    /// <exception cref="KindFault">It answers, and refuses.</exception>
    public async Task<bool> AnswersAsync(CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(_settings.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            return true;
        }
        catch (NpgsqlException e) when (e is not PostgresException { SqlState: not PostgresErrorCodes.CannotConnectNow })
        {
            return false;
        }
        catch (PostgresException e)
        {
            throw new KindFault($"{Name}: {Explain(e)}");
        }
    }

    /// <summary>Server and database for messages.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{_settings.Host}:{_settings.Port}/{_settings.Database}");

    /// <summary>What libpq's programs read from their environment; the password is in the file (PostgreSQL manual, "The Password File").</summary>
    /// <param name="passwordFile">Writes the password file and returns its path.</param>
    public IReadOnlyList<KeyValuePair<string, string>> Environment(Func<string, string> passwordFile)
    {
        var variables = new List<KeyValuePair<string, string>>
        {
            new("PGHOST", _settings.Host!),
            new("PGPORT", _settings.Port.ToString(CultureInfo.InvariantCulture)),
            new("PGDATABASE", _settings.Database!),
            new("PGUSER", _settings.Username!),
            new("PGCONNECT_TIMEOUT", "15"),
            new("PGAPPNAME", "OpsBridge job"),
            new("PGSSLMODE", _settings.SslMode switch { SslMode.VerifyFull => "verify-full", SslMode.VerifyCA => "verify-ca", SslMode.Require => "require", SslMode.Disable => "disable", _ => "prefer" }),
            new("PGSSLROOTCERT", Authorities),
        };
        if (_settings.SslMode is not (SslMode.VerifyFull or SslMode.VerifyCA))
        {
            variables.RemoveAt(variables.Count - 1);
        }

        if (_address is not null)
        {
            variables.Add(new("PGHOSTADDR", _address));
        }

        if (_settings.Password is { Length: > 0 } password)
        {
            var escaped = password.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal);
            variables.Add(new("PGPASSFILE", passwordFile($"*:*:*:*:{escaped}\n")));
        }

        return variables;
    }

    /// <summary>The server and database only.</summary>
    public override string ToString() => Name;

    /// <summary>What a failed connection or statement means.</summary>
    public static string Explain(Exception e) => e switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } => "wrong user or password",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } p => p.MessageText,
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => "the server's disk is full",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } p => $"the user may not: {p.MessageText}",
        PostgresException p => $"{p.MessageText} ({p.SqlState})",
        NpgsqlException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => "connection refused",
        NpgsqlException { InnerException: SocketException inner } => inner.Message,
        NpgsqlException { InnerException: TimeoutException } or TimeoutException => "no answer",
        _ => e.Message,
    };
}

/// <summary>From a host name to an address that the guard allows.</summary>
internal static class GuardedHost
{
    /// <summary>The first address; all of them were judged.</summary>
    /// <exception cref="KindFault">The host is unknown, or one of its addresses is refused.</exception>
    public static async Task<IPAddress> FindAsync(string host, int port, TargetGuard guard, CancellationToken ct)
    {
        IPAddress[] found;
        try
        {
            found = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, ct);
        }
        catch (SocketException e)
        {
            throw new KindFault($"'{host}' could not be looked up: {e.Message}");
        }

        foreach (var address in found)
        {
            if (guard.Judge(address, port) is { Allowed: false, Reason: var reason })
            {
                throw new KindFault($"refused: {reason}", mayRetry: false);
            }
        }

        return found.Length > 0 ? found[0] : throw new KindFault($"the host '{host}' has no address");
    }
}
