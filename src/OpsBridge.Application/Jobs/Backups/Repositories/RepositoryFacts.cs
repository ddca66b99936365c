using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OpsBridge.Jobs.Backups.Repositories;

/// <summary>What a restore of a copy in a repository must show; stored with the copy.</summary>
/// <param name="Id">Of the snapshot or archive.</param>
/// <param name="Files">Regular files in it.</param>
/// <param name="Bytes">Their bytes; null when the listing does not tell all.</param>
/// <param name="Whole">Whether the digest is over all files but <paramref name="Names"/>; otherwise over these alone.</param>
/// <param name="Digest">SHA-256 over size, SHA-256 and path of each file, as the source had them, in the order of paths.</param>
/// <param name="Names">Absolute paths at the source.</param>
internal sealed record RepositoryFacts(string Id, long Files, long? Bytes, bool Whole, string Digest, IReadOnlyList<string> Names)
{
    /// <summary>Most files that are left out of the digest because they changed.</summary>
    public const int MostSkipped = 100;

    /// <summary>As stored with a copy.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JobJson.Options);

    /// <summary>Those of a copy; null when it was never complete.</summary>
    public static RepositoryFacts? Of(BackupCopy copy) => copy.Facts is null ? null : JsonSerializer.Deserialize<RepositoryFacts>(copy.Facts, JobJson.Options);
}

/// <summary>One digest over many files.</summary>
internal static class TreeDigest
{
    /// <summary>Of files by path.</summary>
    public static string Of(IEnumerable<KeyValuePair<string, (long Size, string Sha256)>> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, (size, sha256)) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{size} {sha256} {path}\0")));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Size and hash of a regular file; null when it cannot be read.</summary>
    public static async Task<(long Size, string Sha256)?> HashAsync(string path, CancellationToken ct)
    {
        try
        {
            await using var file = PlainFile.Open(path);
            return file is null ? null : (file.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
