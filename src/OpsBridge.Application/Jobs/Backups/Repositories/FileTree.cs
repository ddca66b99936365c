using System.IO.Enumeration;

namespace OpsBridge.Jobs.Backups.Repositories;

/// <summary>A file as the folder shows it.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Changed">When it was changed, in ticks.</param>
internal readonly record struct SeenFile(string Path, long Size, long Changed);

/// <summary>The files below a folder. Links are not followed; what may not be looked at is passed over.</summary>
internal static class FileTree
{
    /// <summary>All of them, in no order. Pipes, sockets and devices are among them: a folder does not tell.</summary>
    /// <param name="folder">Absolute path.</param>
    /// <param name="exclude">What is left out, relative to the folder; null for nothing.</param>
    public static IEnumerable<SeenFile> Files(string folder, PathGlob? exclude)
    {
        bool Counts(ref FileSystemEntry entry) =>
            !entry.Attributes.HasFlag(FileAttributes.ReparsePoint) && exclude?.Matches(Path.GetRelativePath(folder, entry.ToFullPath())) != true;
        return new FileSystemEnumerable<SeenFile>(
            folder,
            static (ref FileSystemEntry entry) => new SeenFile(entry.ToFullPath(), entry.Length, entry.LastWriteTimeUtc.UtcTicks),
            new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && Counts(ref entry),
            ShouldRecursePredicate = (ref FileSystemEntry entry) => Counts(ref entry),
        };
    }

    /// <summary>Whether the file is still what was seen.</summary>
    public static bool IsStill(SeenFile seen)
    {
        var file = new FileInfo(seen.Path);
        return file.Exists && file.LinkTarget is null && file.Length == seen.Size && file.LastWriteTimeUtc.Ticks == seen.Changed;
    }

    /// <summary>Removes a folder of restored files, those too that came back without the right to be removed.</summary>
    public static void Remove(string folder)
    {
        try
        {
            DurableFiles.Remove(folder);
        }
        catch (UnauthorizedAccessException) when (!OperatingSystem.IsWindows())
        {
            foreach (var inner in new DirectoryInfo(folder).EnumerateDirectories("*", SearchOption.AllDirectories).Where(d => d.LinkTarget is null))
            {
                inner.UnixFileMode |= UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            }

            DurableFiles.Remove(folder);
        }
    }
}
