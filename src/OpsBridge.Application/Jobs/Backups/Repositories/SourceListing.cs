using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OpsBridge.Jobs.Backups.Repositories;

/// <summary>
/// What was in the folders before a backup, compared with what the copy lists afterwards. Files that changed, came or went
/// meanwhile are no fault; one that stayed and is not in the copy is. Holds 32 bytes per file, not its name.
/// </summary>
internal sealed class SourceListing
{
    /// <summary>Most files that are hashed all.</summary>
    public const int MostWhole = 20_000;

    /// <summary>Files of a sample.</summary>
    public const int Sampled = 100;

    private const int Named = 3;

    private readonly Dictionary<UInt128, (long Size, long Changed)> _before = [];
    private readonly List<SeenFile> _first = [];
    private readonly PriorityQueue<SeenFile, UInt128> _sample = new(Comparer<UInt128>.Create(static (a, b) => b.CompareTo(a)));
    private readonly List<SeenFile> _differing = [];
    private readonly IReadOnlyList<string> _folders;
    private readonly PathGlob _exclude;

    private SourceListing(IReadOnlyList<string> folders, PathGlob exclude) => (_folders, _exclude) = (folders, exclude);

    /// <summary>Bytes found before the backup.</summary>
    public long BytesBefore { get; private set; }

    /// <summary>Files in the copy.</summary>
    public long Files { get; private set; }

    /// <summary>Bytes of these files.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether the copy does not tell the size of a file.</summary>
    public bool SizeUnknown { get; private set; }

    /// <summary>Looks at the folders.</summary>
    public static SourceListing Read(IReadOnlyList<string> folders, PathGlob exclude, CancellationToken ct)
    {
        var listing = new SourceListing(folders, exclude);
        foreach (var file in listing.Walk())
        {
            ct.ThrowIfCancellationRequested();
            if (listing._before.TryAdd(Key(file.Path), (file.Size, file.Changed)))
            {
                listing.BytesBefore += file.Size;
            }
        }

        return listing;
    }

    /// <summary>The copy lists a file.</summary>
    public void See(RepositoryFile file)
    {
        var key = Key(file.Path);
        var known = _before.Remove(key, out var before);
        var size = file.Size ?? (known ? before.Size : 0);
        (Files, Bytes, SizeUnknown) = (Files + 1, Bytes + size, SizeUnknown || (file.Size is null && !known));
        if (!known)
        {
            return; // came meanwhile
        }

        var seen = new SeenFile(file.Path, before.Size, before.Changed);
        if (size != before.Size)
        {
            if (_differing.Count < MostWhole)
            {
                _differing.Add(seen);
            }

            return;
        }

        if (_first.Count <= MostWhole)
        {
            _first.Add(seen);
        }

        _ = _sample.Count < Sampled ? Push(seen, key) : _sample.EnqueueDequeue(seen, key);
    }

    /// <summary>What the copy lacks, in words; null when nothing.</summary>
    /// <param name="unread">Paths that the program itself could not read: told elsewhere.</param>
    /// <param name="ct">Gives up.</param>
    public string? Fault(IReadOnlyCollection<string> unread, CancellationToken ct)
    {
        var missing = new List<string>();
        if (_before.Count > 0)
        {
            foreach (var file in Walk())
            {
                ct.ThrowIfCancellationRequested();
                if (_before.TryGetValue(Key(file.Path), out var before) && (file.Size, file.Changed) == before && !unread.Contains(file.Path) && IsPlain(file.Path))
                {
                    missing.Add(file.Path);
                }
            }
        }

        var differing = _differing.Where(FileTree.IsStill).Select(f => f.Path).ToList();
        return (missing.Count, differing.Count) switch
        {
            (0, 0) => null,
            ( > 0, _) => $"not in the copy: {Words(missing)}",
            _ => $"in another size in the copy: {Words(differing)}",
        };
    }

    /// <summary>Files to prove the copy with: all, or a sample.</summary>
    /// <param name="most">Bytes at most.</param>
    public (IReadOnlyList<SeenFile> Files, bool All) Choose(long most)
    {
        if (Files <= MostWhole && Bytes <= most)
        {
            return (_first, _first.Count == Files);
        }

        var chosen = new List<SeenFile>();
        foreach (var (file, _) in _sample.UnorderedItems.OrderByDescending(i => i.Priority))
        {
            if (file.Size <= most)
            {
                chosen.Add(file);
                most -= file.Size;
            }
        }

        return (chosen, false);
    }

    private SeenFile Push(SeenFile file, UInt128 key)
    {
        _sample.Enqueue(file, key);
        return file;
    }

    private IEnumerable<SeenFile> Walk() => _folders.SelectMany(f => FileTree.Files(f, _exclude));

    // A pipe or a device is in no listing of files; neither is what may not be opened, which the program has told.
    private static bool IsPlain(string path)
    {
        try
        {
            using var file = PlainFile.Open(path);
            return file is not null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Words(List<string> paths) =>
        string.Join(", ", paths.Order(StringComparer.Ordinal).Take(Named)) + (paths.Count > Named ? string.Create(CultureInfo.InvariantCulture, $" and {paths.Count - Named:N0} more") : "");

    private static UInt128 Key(string path) => BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(path)));
}
