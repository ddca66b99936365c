using System.Globalization;
using System.Text;

namespace OpsBridge.Processes;

/// <summary>Finds and kills processes of a run that left its process group, by the mark in their environment.</summary>
internal static class StrayProcesses
{
    // A process in the middle of an exec shows an empty environment for some microseconds; on a busy machine it may lose
    // its processor right there. Real programs without any environment are rare and cost these few looks.
    private const int Looks = 200;
    private const int Rounds = 20;

    /// <summary>Kills every process whose environment holds <paramref name="mark"/>. Only processes of our own user can be read.</summary>
    public static void Kill(string mark) => KillAll(Encoding.ASCII.GetBytes(mark + '\0'));

    /// <summary>Kills every process whose environment has a variable that begins so, for example <c>NAME=the-run-</c>.</summary>
    public static void KillAllOf(string beginning) => KillAll(Encoding.ASCII.GetBytes(beginning));

    // One that forks while it is looked for shows up in the next round.
    private static void KillAll(byte[] wanted)
    {
        for (var round = 0; round < Rounds && KillOnce(wanted); round++)
        {
            Thread.Yield();
        }
    }

    private static bool KillOnce(byte[] wanted)
    {
        var found = false;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && Carries(folder, wanted))
            {
                found = true;
                _ = NativeProcess.kill(pid, NativeProcess.SigKill);
            }
        }

        return found;
    }

    private static bool Carries(string folder, ReadOnlySpan<byte> wanted)
    {
        try
        {
            for (var look = 0; look < Looks; look++)
            {
                var environment = File.ReadAllBytes(Path.Combine(folder, "environ"));
                if (environment.Length > 0)
                {
                    return environment.AsSpan().IndexOf(wanted) >= 0;
                }

                if (File.ResolveLinkTarget(Path.Combine(folder, "exe"), returnFinalTarget: false) is null)
                {
                    return false; // a kernel thread or a zombie: no program, no environment
                }

                Thread.Yield();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }

        return false;
    }
}
