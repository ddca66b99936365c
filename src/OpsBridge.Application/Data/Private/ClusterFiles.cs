using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace OpsBridge.Data.Private;

/// <summary>The small files that the host keeps beside the data: password, port, configuration.</summary>
internal static class ClusterFiles
{
    private const int PasswordBytes = 32;

    // Below the ranges that systems hand out to outgoing connections (Linux from 32768, others from 49152).
    private const int FirstPort = 15432;
    private const int LastPort = 25432;
    private const int PortAttempts = 100;

    /// <summary>The stored password, made at the first start: 256 random bits in hexadecimal.</summary>
    /// <exception cref="PrivateClusterException">There is data but no password for it.</exception>
    public static string Password(ClusterLayout layout)
    {
        if (File.Exists(layout.Password))
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(layout.Password, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            return File.ReadAllText(layout.Password).Trim();
        }

        if (layout.IsInitialized)
        {
            throw new PrivateClusterException(
                $"The password file {layout.Password} is missing. Put it back from a backup, or move {layout.Cluster} away to begin with an empty database.");
        }

        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(PasswordBytes));
        WriteSecret(layout.Password + ".new", password);
        File.Move(layout.Password + ".new", layout.Password, overwrite: true); // Whole or not at all.
        return password;
    }

    /// <summary>Writes a file that only its owner can read, and waits until it is on the disk.</summary>
    public static void WriteSecret(string path, string secret)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        file.Write(Encoding.ASCII.GetBytes(secret + "\n"));
        file.Flush(flushToDisk: true);
    }

    /// <summary>The port kept from the last start, or null.</summary>
    public static int? KeptPort(ClusterLayout layout) =>
        File.Exists(layout.Port) && int.TryParse(File.ReadAllText(layout.Port), CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= ushort.MaxValue ? port : null;

    /// <summary>Keeps the port for the next start.</summary>
    public static void KeepPort(ClusterLayout layout, int port) =>
        File.WriteAllText(layout.Port, port.ToString(CultureInfo.InvariantCulture) + "\n");

    /// <summary>A port that nobody listens on now.</summary>
    /// <exception cref="PrivateClusterException">None was free.</exception>
    public static int FreePort()
    {
        for (var attempt = 0; attempt < PortAttempts; attempt++)
        {
            var port = RandomNumberGenerator.GetInt32(FirstPort, LastPort);
            if (IsFree(port))
            {
                return port;
            }
        }

        throw new PrivateClusterException(
            $"No free loopback port was found between {FirstPort} and {LastPort} for the private PostgreSQL. Name a server in ConnectionStrings__OpsBridge.");
    }

    /// <summary>True when nobody listens on the port of 127.0.0.1.</summary>
    public static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
