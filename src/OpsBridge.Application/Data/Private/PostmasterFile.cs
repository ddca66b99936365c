using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace OpsBridge.Data.Private;

/// <summary>
/// What <c>postmaster.pid</c> says (PostgreSQL manual, section 73.1; miscadmin.h): line 1 the process, line 4 the port.
/// </summary>
/// <param name="Pid">The postmaster's process id.</param>
/// <param name="Port">Its TCP port, or null while it is so young that it has not written it.</param>
internal sealed record PostmasterFile(int Pid, int? Port)
{
    private const int PortLine = 3;

    /// <summary>The file of a postmaster that is alive, or null: no file, or one that a crash left behind.</summary>
    public static PostmasterFile? ReadLive(ClusterLayout layout)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(Path.Combine(layout.Data, "postmaster.pid"));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        if (lines.Length == 0 || !int.TryParse(lines[0], CultureInfo.InvariantCulture, out var pid) || !IsPostmaster(pid, layout))
        {
            return null;
        }

        int? port = lines.Length > PortLine && int.TryParse(lines[PortLine], CultureInfo.InvariantCulture, out var p) ? p : null;
        return new PostmasterFile(pid, port);
    }

    // After a crash of the machine the id may belong to any other process, another PostgreSQL's included.
    private static bool IsPostmaster(int pid, ClusterLayout layout)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            if (process.HasExited || process.ProcessName is not ("postgres" or "postmaster"))
            {
                return false;
            }
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }

        return !OperatingSystem.IsLinux() || CommandNames(pid, layout.Config);
    }

    // A zombie, killed but not yet collected by its parent, has an empty command line: it is gone too.
    private static bool CommandNames(int pid, string configFolder)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Contains(configFolder, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true; // /proc is hidden from us: the process' name must do.
        }
    }
}
