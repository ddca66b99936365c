using System.Formats.Tar;

namespace OpsBridge.Jobs.Backups;

/// <summary>
/// Unpacks an archive into an empty folder. Names never lead outside; symbolic links come back as they were, wherever they
/// point, but last: nothing is written through one.
/// </summary>
internal static class ArchiveUnpack
{
    /// <summary>Unpacks all of it.</summary>
    /// <exception cref="InvalidDataException">A name in it leads outside the folder, or it is no tar.</exception>
    public static async Task IntoAsync(Stream packed, string folder, CancellationToken ct)
    {
        var links = new List<(string Path, string Target)>();
        await using var tar = new TarReader(packed);
        while (await tar.GetNextEntryAsync(copyData: false, ct) is { } entry)
        {
            var path = Within(folder, entry.Name);
            switch (entry.EntryType)
            {
                case TarEntryType.Directory:
                    Directory.CreateDirectory(path);
                    break;
                case TarEntryType.SymbolicLink:
                    links.Add((path, entry.LinkName));
                    break;
                case TarEntryType.RegularFile or TarEntryType.V7RegularFile:
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                    await entry.ExtractToFileAsync(path, overwrite: false, ct);
                    break;
            }
        }

        foreach (var (path, target) in links)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.CreateSymbolicLink(path, target);
        }
    }

    private static string Within(string folder, string name) =>
        name.Length > 0 && name[0] != '/' && !name.Split('/', '\\').Contains("..", StringComparer.Ordinal)
            ? Path.Combine(folder, name)
            : throw new InvalidDataException($"the name {name} leads outside the archive");
}
