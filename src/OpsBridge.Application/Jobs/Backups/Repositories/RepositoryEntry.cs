namespace OpsBridge.Jobs.Backups.Repositories;

/// <summary>A snapshot or archive in a repository. Ours carry marks that say which job and run made them; what has none is never touched.</summary>
/// <param name="Id">The program's id.</param>
/// <param name="Name">The copy's name.</param>
/// <param name="Job">The job that made it; null when it was not made here.</param>
/// <param name="Run">The run that made it.</param>
internal sealed record RepositoryEntry(string Id, string Name, Guid? Job, Guid? Run)
{
    /// <summary>Mark of the copy's name.</summary>
    public const string NameMark = "opsbridge=";

    /// <summary>Mark of the job.</summary>
    public const string JobMark = "opsbridge-job=";

    /// <summary>Mark of the run.</summary>
    public const string RunMark = "opsbridge-run=";

    /// <summary>The text behind a mark.</summary>
    public static string? Find(IEnumerable<string> marks, string mark) => marks.FirstOrDefault(m => m.StartsWith(mark, StringComparison.Ordinal))?[mark.Length..];

    /// <summary>The key behind a mark.</summary>
    public static Guid? FindId(IEnumerable<string> marks, string mark) => Guid.TryParseExact(Find(marks, mark), "N", out var id) ? id : null;
}

/// <summary>A regular file in a copy.</summary>
/// <param name="Path">Absolute path at its source.</param>
/// <param name="Size">Bytes; null when the listing does not say.</param>
internal sealed record RepositoryFile(string Path, long? Size);

/// <summary>What a backup has put into the repository.</summary>
/// <param name="Id">Of the snapshot or archive, perhaps only its beginning.</param>
/// <param name="Added">Bytes that the repository grew by.</param>
/// <param name="Bytes">Bytes that were read.</param>
/// <param name="Files">Files that were read.</param>
internal sealed record RepositoryBackup(string Id, long Added, long Bytes, long Files)
{
    /// <summary>Paths that could not be read, the first ones.</summary>
    public IReadOnlyList<string> Unread { get; init; } = [];

    /// <summary>How many could not be read.</summary>
    public long UnreadCount { get; init; }
}
