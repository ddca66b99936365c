using System.Globalization;
using System.Runtime.InteropServices;

namespace OpsBridge.Measuring;

/// <summary>What the figures were measured on, without naming the machine.</summary>
internal static class Machine
{
    /// <summary>Cores, memory, processor, system, runtime.</summary>
    public static string Describe()
    {
        var gigabytes = Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1024d / 1024 / 1024);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores ({Field("/proc/cpuinfo", "model name", ':') ?? RuntimeInformation.ProcessArchitecture.ToString()}), {gigabytes} GiB, {Field("/etc/os-release", "PRETTY_NAME", '=')?.Trim('"') ?? RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");
    }

    /// <summary>Load average over 1, 5 and 15 minutes.</summary>
    public static string Load() => File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3)) : "unknown";

    private static string? Field(string path, string name, char separator) => !File.Exists(path)
        ? null
        : File.ReadLines(path).Where(l => l.StartsWith(name, StringComparison.Ordinal)).Select(l => l[(l.IndexOf(separator, StringComparison.Ordinal) + 1)..].Trim()).FirstOrDefault();
}
