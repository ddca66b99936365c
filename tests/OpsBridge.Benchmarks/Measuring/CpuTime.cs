using System.Globalization;

namespace OpsBridge.Measuring;

/// <summary>Processor time from /proc (proc_pid_stat(5), proc_stat(5)); Linux only.</summary>
internal static class CpuTime
{
    private const double TicksPerSecond = 100; // USER_HZ, the same on every architecture that .NET runs on
    private const int UserTime = 13 - 2;       // fields are counted from the one after the command's closing bracket
    private const int Parent = 3 - 2;

    /// <summary>CPU-seconds of one process, with those of children it has collected.</summary>
    public static double Of(int pid)
    {
        var fields = Stat(pid);
        return fields.Length == 0 ? 0 : fields.Skip(UserTime).Take(4).Sum(f => long.Parse(f, CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    /// <summary>CPU-seconds of a process and everything below it; what has ended counts through the parent that collected it.</summary>
    public static double OfTree(int pid)
    {
        var children = Directory.EnumerateDirectories("/proc")
            .Select(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0)
            .Select(id => (Id: id, Stat: Stat(id)))
            .Where(p => p.Stat.Length > 0)
            .ToLookup(p => int.Parse(p.Stat[Parent], CultureInfo.InvariantCulture), p => p.Id);
        return Sum(pid);

        double Sum(int id) => Of(id) + children[id].Sum(Sum);
    }

    /// <summary>CPU-seconds that all processes of the machine have used since it started, waiting for disks left out.</summary>
    public static double OfMachine()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(f => long.Parse(f, CultureInfo.InvariantCulture)).ToArray();
        return (fields[0] + fields[1] + fields[2] + fields[5] + fields[6]) / TicksPerSecond;
    }

    private static string[] Stat(int pid)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{pid}/stat");
            return line[(line.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // ended meanwhile
        }
    }
}
