using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using OpsBridge.Jobs.Backups;

namespace OpsBridge.Jobs.Secrets;

/// <summary>
/// The keys that seal the secrets of jobs. They live in a file outside the database, a line each: the first one seals, those below
/// it still open what they sealed. The file is read again when it changes.
/// </summary>
public sealed class SecretKey(IOptions<SecretsOptions> options)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private readonly Lock _lock = new();
    private (DateTime At, long Length, SecretKeyRing Ring)? _known;

    /// <summary>Where the file is.</summary>
    public string Path => System.IO.Path.GetFullPath(options.Value.KeyFile ?? throw new SecretKeyException("Secrets__KeyFile names no file."));

    /// <summary>Makes the file when it is missing.</summary>
    /// <exception cref="SecretKeyException">It cannot be made or read, or others can read it; the message says what to do.</exception>
    public void Prepare() => Read(make: true);

    /// <summary>The keys.</summary>
    /// <param name="make">Whether a missing file is made: only to seal; to open, a new key is of no use.</param>
    /// <exception cref="SecretKeyException">It cannot be made or read, or others can read it; the message says what to do.</exception>
    internal SecretKeyRing Read(bool make)
    {
        lock (_lock)
        {
            var file = new FileInfo(Path);
            if (_known is not { } known || !file.Exists || known.At != file.LastWriteTimeUtc || known.Length != file.Length)
            {
                var ring = ReadFile(make);
                file.Refresh();
                known = (file.LastWriteTimeUtc, file.Length, ring);
                _known = known;
            }

            return known.Ring;
        }
    }

    /// <summary>Puts a new key in front and keeps those before it that are still needed. Whoever reads the file meanwhile finds the old or the new one, whole.</summary>
    /// <param name="keep">Names of the keys that seal something.</param>
    /// <exception cref="SecretKeyException">The file cannot be written; the old one stays.</exception>
    internal SecretKeyRing Renew(IReadOnlySet<string> keep)
    {
        lock (_lock)
        {
            var before = Read(make: false);
            try
            {
                foreach (var left in Directory.EnumerateFiles(System.IO.Path.GetDirectoryName(Path)!, $"{System.IO.Path.GetFileName(Path)}.*"))
                {
                    File.Delete(left); // of one that was killed before it came to its rename
                }

                var kept = before.Keys.Where((k, at) => at == 0 || keep.Contains(SecretKeyRing.NameOf(k)));
                DurableFiles.Replace(WriteAside([RandomNumberGenerator.GetBytes(SecretKeyRing.Length), .. kept]), Path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new SecretKeyException($"The key file {Path} cannot be written: {e.Message}");
            }

            _known = null;
            return Read(make: false);
        }
    }

    private SecretKeyRing ReadFile(bool make)
    {
        try
        {
            if (!File.Exists(Path))
            {
                if (!make)
                {
                    throw new SecretKeyException($"The key file {Path} is missing. Put it back from where it is kept; without it the stored secrets cannot be opened.");
                }

                Create();
            }

            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(Path) & Others) != UnixFileMode.None)
            {
                throw new SecretKeyException($"Other accounts may read or write the key file {Path}; make it private with chmod 600.");
            }

            var keys = File.ReadAllLines(Path).Select(l => l.Trim()).Where(l => l.Length > 0).Select(Convert.FromBase64String).DistinctBy(SecretKeyRing.NameOf, StringComparer.Ordinal).ToList();
            return keys.Count > 0 && keys.TrueForAll(k => k.Length == SecretKeyRing.Length) ? new SecretKeyRing(keys) : throw Wrong();
        }
        catch (FormatException)
        {
            throw Wrong();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecretKeyException($"The key file {Path} cannot be used: {e.Message}");
        }
    }

    private SecretKeyException Wrong() => new($"The key file {Path} does not hold {SecretKeyRing.Length} bytes as Base64.");

    /// <summary>Written aside and linked into place, so that two processes that start at once end up with one key.</summary>
    private void Create()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        var aside = WriteAside([RandomNumberGenerator.GetBytes(SecretKeyRing.Length)]);
        try
        {
            File.Move(aside, Path, overwrite: false);
        }
        catch (IOException) when (File.Exists(Path))
        {
            File.Delete(aside); // the other process was faster; its key counts
        }
    }

    private string WriteAside(IEnumerable<byte[]> keys)
    {
        var aside = $"{Path}.{Guid.CreateVersion7():N}";
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = OwnerOnly;
        }

        using var file = new FileStream(aside, how);
        using var text = new StreamWriter(file);
        foreach (var key in keys)
        {
            text.WriteLine(Convert.ToBase64String(key));
        }

        text.Flush();
        file.Flush(flushToDisk: true);
        return aside;
    }
}

/// <summary>The key file cannot be used; the message says why and what to do.</summary>
public sealed class SecretKeyException(string message) : Exception(message);
