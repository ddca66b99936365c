using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace OpsBridge.Support;

/// <summary>A file system of a few kilobytes in memory on a folder: the disk that is full. Only root may mount one; for others the test is left out.</summary>
internal sealed class TinyDisk : IAsyncDisposable
{
    private readonly string _folder;

    private TinyDisk(string folder) => _folder = folder;

    /// <summary>Mounts it.</summary>
    /// <param name="folder">The folder; made when it is missing.</param>
    /// <param name="kilobytes">Its size, at least 64.</param>
    public static async Task<TinyDisk> MountAsync(string folder, int kilobytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root may mount a file system");
        Directory.CreateDirectory(folder);
        await CallAsync("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={kilobytes}k,mode=700"), "tmpfs", folder);
        return new TinyDisk(folder);
    }

    /// <summary>Gives it another size.</summary>
    public Task ResizeAsync(int kilobytes) => CallAsync("mount", "-o", string.Create(CultureInfo.InvariantCulture, $"remount,size={kilobytes}k"), _folder);

    public async ValueTask DisposeAsync() => await CallAsync("umount", _folder);

    private static async Task CallAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
        await process.WaitForExitAsync(CancellationToken.None);
        Assert.SkipWhen(process.ExitCode != 0 && program == "mount", "this machine lets nobody mount a file system");
    }
}
