using System.Globalization;
using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs.Backups.Repositories;

/// <summary>Compares restored files with what the source had.</summary>
/// <param name="folder">Where they were restored, each with its whole path below.</param>
/// <param name="facts">What must be there.</param>
/// <param name="expected">Hashes by path at the source, to name the file that differs; null when only the digest is known.</param>
/// <param name="attempt">Where progress goes.</param>
internal sealed class RestoredFiles(string folder, RepositoryFacts facts, IReadOnlyDictionary<string, (long Size, string Sha256)>? expected, JobAttempt attempt)
{
    private long _files;
    private long _hashed;

    /// <summary>What differs, in words; null when nothing does.</summary>
    /// <param name="whole">Whether all of the copy was restored.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<string?> FaultAsync(bool whole, CancellationToken ct)
    {
        long bytes = 0;
        var wanted = facts.Names.ToHashSet(StringComparer.Ordinal);
        var hashes = new Dictionary<string, (long Size, string Sha256)>(StringComparer.Ordinal);
        foreach (var file in FileTree.Files(folder, null))
        {
            var path = file.Path[folder.Length..];
            (_files, bytes) = (_files + 1, bytes + file.Size);
            if (facts.Whole == wanted.Contains(path))
            {
                continue;
            }

            if (await TreeDigest.HashAsync(file.Path, ct) is not { } hash)
            {
                return $"{path} cannot be read";
            }

            if (expected is not null && expected.TryGetValue(path, out var was) && was != hash)
            {
                return $"{path} is not what was backed up";
            }

            hashes[path] = hash;
            attempt.Report(new RunProgress("compare files", ++_hashed, facts.Whole ? facts.Files : wanted.Count));
        }

        return (whole ? CountFault(bytes) : null) ?? (TreeDigest.Of(hashes) == facts.Digest ? null : DigestFault(hashes));
    }

    /// <summary>What was compared.</summary>
    public string Words(bool whole) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(whole ? $"all {_files:N0} files in their number and size" : $"a sample of {_files:N0} files of {facts.Files:N0}")}, {(_hashed == _files ? "each" : $"{_hashed:N0} of them")} as backed up by SHA-256");

    private string? CountFault(long bytes) =>
        _files != facts.Files
            ? string.Create(CultureInfo.InvariantCulture, $"{_files:N0} files came back instead of {facts.Files:N0}")
            : facts.Bytes is { } was && was != bytes
                ? $"{Sizes.Of(bytes)} came back instead of {Sizes.Of(was)}"
                : null;

    private string DigestFault(Dictionary<string, (long Size, string Sha256)> hashes) =>
        expected?.Keys.FirstOrDefault(p => facts.Whole != facts.Names.Contains(p, StringComparer.Ordinal) && !hashes.ContainsKey(p)) is { } missing
            ? $"{missing} did not come back"
            : string.Create(CultureInfo.InvariantCulture, $"the {hashes.Count:N0} files compared are not what was backed up: their digest differs");
}
