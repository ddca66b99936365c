using System.Text;

namespace OpsBridge.Data.Private;

/// <summary>PostgreSQL's configuration directory for the private cluster.</summary>
internal static class ClusterConfiguration
{
    // TCP on loopback rather than a socket file: one way for Linux, macOS and Windows, no 107-byte limit on the data folder's
    // path, and nothing to open between root and the account that runs PostgreSQL. The password is 256 bits and SCRAM proves
    // the server's side too, so another account that takes the port learns nothing.
    //
    // The log holds no statements and no row values: either may carry what is nobody else's business.
    private const string Settings = """
        # Written by OpsBridge at every start. For a change of your own use ALTER SYSTEM: it wins over this file.
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        ssl = off
        max_connections = 100
        password_encryption = 'scram-sha-256'
        shared_buffers = '256MB'
        wal_compression = on
        jit = off
        timezone = 'UTC'
        lc_messages = 'C'
        cluster_name = 'opsbridge'
        logging_collector = on
        log_filename = 'postgresql-%a.log'
        log_rotation_age = '1d'
        log_rotation_size = 0
        log_truncate_on_rotation = on
        log_line_prefix = '%m [%p] %u@%d '
        log_timezone = 'UTC'
        log_statement = 'none'
        log_min_error_statement = 'panic'
        log_parameter_max_length = 0
        log_error_verbosity = 'terse'

        """;

    private const string Access = """
        # Written by OpsBridge at every start.
        host all all 127.0.0.1/32 scram-sha-256

        """;

    /// <summary>Writes the three files that PostgreSQL reads.</summary>
    /// <param name="layout">Where.</param>
    /// <param name="port">The loopback port.</param>
    /// <param name="more">Settings that come last and win.</param>
    public static void Write(ClusterLayout layout, int port, IReadOnlyDictionary<string, string> more)
    {
        var text = new StringBuilder(Settings.ReplaceLineEndings("\n"));
        Append(text, "port", port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Append(text, "data_directory", layout.Data);
        Append(text, "log_directory", layout.Log);
        foreach (var (name, value) in more)
        {
            Append(text, name, value);
        }

        Put(Path.Combine(layout.Config, "postgresql.conf"), text.ToString());
        Put(Path.Combine(layout.Config, "pg_hba.conf"), Access.ReplaceLineEndings("\n"));
        Put(Path.Combine(layout.Config, "pg_ident.conf"), "# No name maps.\n");
    }

    private static void Append(StringBuilder text, string name, string value) =>
        text.Append(name).Append(" = '").Append(Quoted(value)).Append("'\n");

    // PostgreSQL manual, 20.1.2: a quote is doubled; a backslash begins an escape.
    private static string Quoted(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal);

    private static void Put(string path, string text)
    {
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
        {
            // Whatever the host's umask: the account that runs PostgreSQL reads it, and there is nothing secret in it.
            File.SetUnixFileMode(
                path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }
    }
}
