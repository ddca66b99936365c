using System.Globalization;
using System.Text;

namespace OpsBridge.Monitoring.Probes;

/// <summary>Finds and kills processes of a plugin run that left its process group, by the mark in their environment.</summary>
internal static class StrayProcesses
{
    /// <summary>Kills every process whose environment holds <paramref name="mark"/>. Only processes of our own user can be read.</summary>
    public static void Kill(string mark)
    {
        var wanted = Encoding.ASCII.GetBytes(mark + '\0');
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && Carries(folder, wanted))
            {
                _ = NativeProcess.kill(pid, NativeProcess.SigKill);
            }
        }
    }

    private static bool Carries(string folder, ReadOnlySpan<byte> wanted)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan().IndexOf(wanted) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
