using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace OpsBridge.Jobs.Secrets;

/// <summary>The key that seals the secrets of jobs. It lives in a file outside the database.</summary>
public sealed class SecretKey(IOptions<SecretsOptions> options)
{
    private const int Length = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private readonly Lock _lock = new();
    private byte[]? _key;

    /// <summary>Where the file is.</summary>
    public string Path => System.IO.Path.GetFullPath(options.Value.KeyFile ?? throw new SecretKeyException("Secrets__KeyFile names no file."));

    /// <summary>Makes the file when it is missing.</summary>
    /// <exception cref="SecretKeyException">It cannot be made or read, or others can read it; the message says what to do.</exception>
    public void Prepare() => Read(make: true);

    /// <summary>The 32 bytes.</summary>
    /// <param name="make">Whether a missing file is made: only to seal; to open, a new key is of no use.</param>
    /// <exception cref="SecretKeyException">It cannot be made or read, or others can read it; the message says what to do.</exception>
    internal byte[] Read(bool make)
    {
        lock (_lock)
        {
            return _key ??= ReadFile(make);
        }
    }

    /// <summary>Short name of a key, 16 hex digits, stored beside what it sealed: tells "wrong key" from "damaged".</summary>
    internal static string NameOf(byte[] key) => Convert.ToHexStringLower(SHA256.HashData([.. "opsbridge secret key "u8, .. key]))[..16];

    private byte[] ReadFile(bool make)
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

            var key = Convert.FromBase64String(File.ReadAllText(Path).Trim());
            return key.Length == Length ? key : throw new SecretKeyException($"The key file {Path} does not hold {Length} bytes as Base64.");
        }
        catch (FormatException)
        {
            throw new SecretKeyException($"The key file {Path} does not hold {Length} bytes as Base64.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecretKeyException($"The key file {Path} cannot be used: {e.Message}");
        }
    }

    /// <summary>Written aside and linked into place, so that two processes that start at once end up with one key.</summary>
    private void Create()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        var aside = $"{Path}.{Guid.CreateVersion7():N}";
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = OwnerOnly;
        }

        using (var file = new FileStream(aside, how))
        using (var text = new StreamWriter(file))
        {
            text.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length)));
            text.Flush();
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(aside, Path, overwrite: false);
        }
        catch (IOException) when (File.Exists(Path))
        {
            File.Delete(aside); // the other process was faster; its key counts
        }
    }
}

/// <summary>The key file cannot be used; the message says why and what to do.</summary>
public sealed class SecretKeyException(string message) : Exception(message);
