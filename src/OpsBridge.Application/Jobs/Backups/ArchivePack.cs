using System.Formats.Tar;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs.Backups;

/// <summary>Puts folders into a tar, in the order of names. Links are stored as links; what is neither file, folder nor link is left out and said.</summary>
internal sealed class ArchivePack(JobAttempt attempt, CleanOutput output, PathGlob exclude)
{
    private const int Named = 50;

    private int _told;

    /// <summary>Files packed.</summary>
    public long Files { get; private set; }

    /// <summary>Bytes of these files.</summary>
    public long Bytes { get; private set; }

    /// <summary>Files that changed while they were read.</summary>
    public long Changed { get; private set; }

    /// <summary>Files that could not be read.</summary>
    public long Unread { get; private set; }

    /// <summary>What the operator should know; null when there is nothing.</summary>
    public string? Remark => (Changed, Unread) switch
    {
        (0, 0) => null,
        (_, 0) => string.Create(CultureInfo.InvariantCulture, $"{Changed} files changed while they were read"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Changed} files changed while they were read, {Unread} could not be read"),
    };

    /// <summary>Adds a folder with all that is in it.</summary>
    public async Task AddAsync(TarWriter tar, TextWriter manifest, string root, CancellationToken ct)
    {
        var open = new Stack<DirectoryInfo>([new DirectoryInfo(root)]);
        while (open.TryPop(out var folder))
        {
            foreach (var entry in Children(folder))
            {
                ct.ThrowIfCancellationRequested();
                if (exclude.Matches(Path.GetRelativePath(root, entry.FullName).Replace('\\', '/')))
                {
                    continue;
                }

                var name = entry.FullName.TrimStart('/');
                if (entry.LinkTarget is { } target)
                {
                    await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.SymbolicLink, name) { LinkName = target, ModificationTime = new DateTimeOffset(entry.LastWriteTimeUtc, TimeSpan.Zero) }, ct);
                }
                else if (entry is DirectoryInfo child)
                {
                    await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.Directory, name + "/") { Mode = ModeOf(entry), ModificationTime = new DateTimeOffset(entry.LastWriteTimeUtc, TimeSpan.Zero) }, ct);
                    open.Push(child);
                }
                else
                {
                    await AddFileAsync(tar, manifest, entry, name, ct);
                }
            }
        }
    }

    private IEnumerable<FileSystemInfo> Children(DirectoryInfo folder)
    {
        try
        {
            return [.. folder.EnumerateFileSystemInfos().OrderBy(e => e.Name, StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Miss(folder.FullName, e.Message);
            return [];
        }
    }

    private async Task AddFileAsync(TarWriter tar, TextWriter manifest, FileSystemInfo entry, string name, CancellationToken ct)
    {
        FileStream? file = null;
        try
        {
            var before = entry.LastWriteTimeUtc;
            file = PlainFile.Open(entry.FullName);
            if (file is null)
            {
                Miss(entry.FullName, "no regular file");
                return;
            }

            await using var exact = new ExactStream(file, file.Length);
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = exact, Mode = ModeOf(entry), ModificationTime = new DateTimeOffset(before, TimeSpan.Zero) }, ct);
            entry.Refresh();
            if (exact.CameShort || !entry.Exists || entry.LastWriteTimeUtc != before || file.Length != exact.Length)
            {
                Changed++;
                Tell($"changed while it was read: {entry.FullName}");
            }

            (Files, Bytes) = (Files + 1, Bytes + exact.Length);
            await manifest.WriteLineAsync(JsonSerializer.Serialize(new PackedFile(name, exact.Length, exact.Sha256()), JobJson.Options).AsMemory(), ct);
            attempt.Report(new RunProgress("pack", Bytes));
        }
        catch (Exception e) when (file is null && e is IOException or UnauthorizedAccessException)
        {
            Miss(entry.FullName, e.Message);
        }
        finally
        {
            await (file?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    private void Miss(string path, string why)
    {
        Unread++;
        Tell($"not packed: {path}: {why}");
    }

    private void Tell(string words)
    {
        if (_told++ < Named)
        {
            output.Line(isError: true, words);
        }
    }

    private static UnixFileMode ModeOf(FileSystemInfo entry) =>
        OperatingSystem.IsWindows() ? UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute : entry.UnixFileMode;
}

/// <summary>Exactly the announced number of bytes of a file that may grow or shrink meanwhile, hashed as they pass.</summary>
internal sealed class ExactStream(Stream inner, long length) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _position;

    /// <summary>Whether the file ended early; the rest is zeros.</summary>
    public bool CameShort { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => true; // the writer asks for the length only

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => _ = value == _position ? value : throw new NotSupportedException("Read from begin to end only.");
    }

    /// <summary>SHA-256 of what passed, 64 hex digits.</summary>
    public string Sha256() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public override int Read(byte[] buffer, int offset, int count) => Pass(buffer.AsSpan(offset, count), inner.Read(buffer, offset, Room(count)));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer[..Room(buffer.Length)], cancellationToken);
        return Pass(buffer.Span, read);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        base.Dispose(disposing);
    }

    private int Room(int count) => (int)Math.Min(count, length - _position);

    private int Pass(Span<byte> buffer, int read)
    {
        if (read == 0 && _position < length && buffer.Length > 0)
        {
            CameShort = true;
            read = Room(buffer.Length);
            buffer[..read].Clear();
        }

        _hash.AppendData(buffer[..read]);
        _position += read;
        return read;
    }
}
