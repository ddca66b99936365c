using System.Globalization;

namespace OpsBridge.Data.Private;

/// <summary>
/// One host per data folder. The operating system drops the lock when the process ends, however it ends; PostgreSQL, started
/// by the host and outliving it, does not inherit it.
/// </summary>
internal sealed class DataFolderLock : IDisposable
{
    // EWOULDBLOCK on Linux, on macOS, and ERROR_SHARING_VIOLATION: what opening a locked file answers.
    private static readonly int[] s_lockedByAnother = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="PrivateClusterException">Another host holds it.</exception>
    public static DataFolderLock Take(ClusterLayout layout) =>
        TryTake(layout) ?? throw new PrivateClusterException(
            $"Another OpsBridge uses this data folder (pid {HolderOf(layout)}): {layout.Root}. Stop it, or choose another folder with --data.");

    /// <summary>Takes the lock, or returns null when another host holds it.</summary>
    public static DataFolderLock? TryTake(ClusterLayout layout)
    {
        FileStream file;
        try
        {
            file = new FileStream(layout.HostLock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (s_lockedByAnother.Contains(e.HResult))
        {
            return null;
        }

        try
        {
            File.WriteAllText(layout.HostPid, Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n");
            return new DataFolderLock(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private static string HolderOf(ClusterLayout layout)
    {
        try
        {
            var pid = File.ReadAllText(layout.HostPid).Trim();
            return pid.Length > 0 ? pid : "unknown";
        }
        catch (IOException)
        {
            return "unknown"; // It holds the lock and has not written its id yet.
        }
    }
}
