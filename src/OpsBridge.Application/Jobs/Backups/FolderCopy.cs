using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs.Backups;

/// <summary>Copies a folder with everything in it; on file systems that can, the files share their blocks until one is written to.</summary>
internal static class FolderCopy
{
    /// <summary>Copies it to a folder that does not exist yet.</summary>
    /// <param name="from">The folder.</param>
    /// <param name="to">Its copy, private to this account.</param>
    /// <param name="bytes">Size of the whole, for the progress and to see beforehand whether there is room.</param>
    /// <param name="attempt">Whose progress it is.</param>
    /// <param name="ct">Gives up; what was copied stays.</param>
    /// <exception cref="KindFault">There is no room, or the folder leads elsewhere.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static async Task RunAsync(string from, string to, long bytes, JobAttempt attempt, CancellationToken ct)
    {
        PrivateFiles.MakeFolder(to);
        if (new DriveInfo(to).AvailableFreeSpace is var room && room < bytes)
        {
            throw new KindFault($"there is no room for the copy in {Path.GetDirectoryName(to)}: it has {Sizes.Of(bytes)}, free are {Sizes.Of(room)}");
        }

        await Task.Yield(); // copying blocks its thread, not the caller
        long done = 0;
        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
        {
            ct.ThrowIfCancellationRequested();
            var target = Path.Combine(to, Path.GetRelativePath(from, entry.FullName));
            if (entry.LinkTarget is not null)
            {
                throw new KindFault($"{entry.Name} in the copy leads out of its folder", mayRetry: false);
            }

            if (entry is FileInfo file)
            {
                file.CopyTo(target, overwrite: false);
                attempt.Report(new RunProgress("restore", done += file.Length, bytes));
            }
            else
            {
                PrivateFiles.MakeFolder(target);
            }
        }
    }
}
