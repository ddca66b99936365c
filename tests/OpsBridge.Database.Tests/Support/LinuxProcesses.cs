using System.Globalization;

namespace OpsBridge.Support;

/// <summary>Looks into /proc. Elsewhere than on Linux it sees nothing.</summary>
internal static class LinuxProcesses
{
    /// <summary>The processes whose command line names the text, this one and test hosts left out.</summary>
    public static IReadOnlyList<int> Mentioning(string text)
    {
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }

        return [.. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0 && pid != Environment.ProcessId)
            .Where(pid => Read(pid, "cmdline") is var line
                && line.Contains(text, StringComparison.Ordinal)
                && !line.Contains(ClusterHostProcess.Command, StringComparison.Ordinal))];
    }

    /// <summary>The processes whose environment holds the text.</summary>
    public static IReadOnlyList<int> WithEnvironment(string text) => !OperatingSystem.IsLinux() ? [] :
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0 && EnvironmentOf(pid).Contains(text, StringComparison.Ordinal)),
    ];

    /// <summary>The environment a process was started with.</summary>
    public static string EnvironmentOf(int pid) => OperatingSystem.IsLinux() ? Read(pid, "environ") : string.Empty;

    private static string Read(int pid, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/{file}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return string.Empty; // Gone meanwhile.
        }
    }
}
