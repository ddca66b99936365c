using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace OpsBridge.Jobs.Backups;

/// <summary>Files that survive a power failure, and their hashes.</summary>
internal static partial class DurableFiles
{
    private const int BufferSize = 1 << 20;
    private const int OpenFolder = 0x10000; // O_DIRECTORY, read only

    /// <summary>SHA-256 of a file, 64 hex digits.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Told how many bytes were read so far.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<string> HashAsync(string path, Action<long>? read, CancellationToken ct)
    {
        await using var file = new FileStream(path, new FileStreamOptions { BufferSize = 0, Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        long done = 0;
        while (await file.ReadAsync(buffer, ct) is var count and > 0)
        {
            hash.AppendData(buffer, 0, count);
            read?.Invoke(done += count);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Writes what the system still holds of a file, or of all files in a folder, to the disk.</summary>
    public static void Flush(string path)
    {
        if (!Directory.Exists(path))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
            file.Flush(flushToDisk: true);
            return;
        }

        foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos().Where(e => e.LinkTarget is null))
        {
            Flush(entry.FullName);
        }

        FlushFolder(path);
    }

    /// <summary>Moves a file or folder to its final name and makes the name durable. Once more does nothing.</summary>
    public static void Publish(string from, string to)
    {
        if (Directory.Exists(from))
        {
            Directory.Move(from, to);
        }
        else if (File.Exists(from))
        {
            File.Move(from, to, overwrite: false);
        }

        FlushFolder(Path.GetDirectoryName(to)!);
    }

    /// <summary>Puts a file that was flushed in the place of another, at once and durably.</summary>
    public static void Replace(string from, string to)
    {
        File.Move(from, to, overwrite: true);
        FlushFolder(Path.GetDirectoryName(to)!);
    }

    /// <summary>Removes a file or folder; nothing happens when it is gone.</summary>
    public static void Remove(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        else
        {
            File.Delete(path);
        }
    }

    private static void FlushFolder(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var descriptor = open(folder, OpenFolder);
        if (descriptor >= 0)
        {
            var failed = fsync(descriptor) != 0;
            _ = close(descriptor);
            if (failed)
            {
                throw new IOException($"{folder} could not be written to the disk");
            }
        }
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc")]
    private static partial int fsync(int descriptor);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);
}
