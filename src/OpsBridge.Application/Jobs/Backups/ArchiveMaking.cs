using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs.Backups;

/// <summary>Folders packed into one tar (POSIX pax, IEEE 1003.1) in gzip or Brotli, beside it a line of JSON for each file with its SHA-256.</summary>
internal sealed class ArchiveMaking(JobAttempt attempt, CleanOutput output, ArchiveSettings settings, BackupFolders folders, TimeProvider clock) : BackupMaking
{
    private const int BrotliQuality = 5;

    public override string Ending => settings.Form == ArchiveForm.Gzip ? ".tar.gz" : ".tar.br";

    public override async Task<MadeCopy> MakeAsync(string path, CancellationToken ct)
    {
        var pack = new ArchivePack(attempt, output, new PathGlob(settings.Exclude));
        await using (var file = PrivateFiles.Create(path))
        await using (var packed = Pack(file))
        await using (var tar = new TarWriter(packed, TarEntryFormat.Pax))
        await using (var manifest = new StreamWriter(PrivateFiles.Create(path + CopyFiles.Manifest)))
        {
            foreach (var folder in settings.Folders)
            {
                output.Note($"pack {folder}");
                await pack.AddAsync(tar, manifest, folders.Source(folder), ct);
            }
        }

        DurableFiles.Flush(path + CopyFiles.Manifest);
        var bytes = new FileInfo(path).Length;
        var sha256 = await DurableFiles.HashAsync(path, done => attempt.Report(new RunProgress("checksum", done, bytes)), ct);
        var facts = new ArchiveFacts(await DurableFiles.HashAsync(path + CopyFiles.Manifest, null, ct), pack.Changed, pack.Unread);
        return new MadeCopy(bytes, sha256, pack.Files)
        {
            SourceBytes = pack.Bytes,
            Facts = JsonSerializer.Serialize(facts, JobJson.Options),
            Remark = pack.Remark,
        };
    }

    /// <summary>Every file is read out of the archive again.</summary>
    public override async Task<CopyVerdict> VerifyAsync(BackupCopy copy, CancellationToken ct)
    {
        if (await CopyChecks.ReadBackAsync(copy, attempt, ct) is { } damaged)
        {
            return damaged;
        }

        if (await ManifestFaultAsync(copy, ct) is { } wrong)
        {
            return wrong;
        }

        try
        {
            return await CompareAsync(copy, ct);
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or InvalidOperationException or EndOfStreamException or JsonException)
        {
            return new CopyVerdict(CopyOutcome.Bad, $"the archive cannot be read: {e.Message}");
        }
    }

    public override Task<CopyVerdict> RereadAsync(BackupCopy copy, CancellationToken ct) => VerifyAsync(copy, ct);

    public override async Task<CopyVerdict> DrillAsync(BackupCopy copy, CancellationToken ct)
    {
        var folder = Path.Combine(Path.GetDirectoryName(copy.Path)!, $"{BackupRunner.MakingPrefix}{attempt.RunId:N}-drill-{attempt.Number.ToString(CultureInfo.InvariantCulture)}");
        try
        {
            return await ExtractAsync(copy, folder, ct);
        }
        finally
        {
            DurableFiles.Remove(folder);
        }
    }

    public override async Task<CopyVerdict> RestoreAsync(BackupCopy copy, string newName, CancellationToken ct)
    {
        var (folder, making) = folders.RestoreTo(newName);
        try
        {
            var verdict = await ExtractAsync(copy, making, ct);
            if (verdict.RestoreTook is not null)
            {
                DurableFiles.Publish(making, folder); // also one with a wrong file in it: the others may be all there is
            }

            return verdict;
        }
        finally
        {
            DurableFiles.Remove(making);
        }
    }

    private async Task<CopyVerdict> ExtractAsync(BackupCopy copy, string folder, CancellationToken ct)
    {
        if (await CopyChecks.ReadBackAsync(copy, attempt, ct) is { } damaged)
        {
            return damaged;
        }

        attempt.Report(new RunProgress("restore"));
        PrivateFiles.MakeFolder(folder);
        var began = clock.GetTimestamp();
        await using (var packed = Unpack(copy.Path))
        {
            await ArchiveUnpack.IntoAsync(packed, folder, ct);
        }

        var took = clock.GetElapsedTime(began);
        long files = 0;
        await foreach (var line in LinesAsync(copy, ct))
        {
            var file = Path.Combine(folder, line.Name);
            if (!File.Exists(file) || await DurableFiles.HashAsync(file, null, ct) != line.Sha256)
            {
                return new CopyVerdict(CopyOutcome.Bad, $"restored, but {line.Name} is not what was packed", took);
            }

            attempt.Report(new RunProgress("compare files", ++files, copy.Files));
        }

        return new CopyVerdict(CopyOutcome.Good, string.Create(CultureInfo.InvariantCulture, $"restored in {Sizes.Of(took)}, {files:N0} files as packed"), took);
    }

    private async Task<CopyVerdict> CompareAsync(BackupCopy copy, CancellationToken ct)
    {
        await using var packed = Unpack(copy.Path);
        await using var tar = new TarReader(packed);
        long files = 0;
        await using var expected = LinesAsync(copy, ct).GetAsyncEnumerator(ct);
        while (await tar.GetNextEntryAsync(copyData: false, ct) is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
            {
                continue;
            }

            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(entry.DataStream ?? Stream.Null, ct));
            if (!await expected.MoveNextAsync() || expected.Current.Name != entry.Name || expected.Current.Sha256 != hash)
            {
                return new CopyVerdict(CopyOutcome.Bad, $"{entry.Name} in the archive is not what was packed");
            }

            attempt.Report(new RunProgress("compare files", ++files, copy.Files));
        }

        return files == copy.Files && !await expected.MoveNextAsync()
            ? new CopyVerdict(CopyOutcome.Good, string.Create(CultureInfo.InvariantCulture, $"{files:N0} files read back, each as packed"))
            : new CopyVerdict(CopyOutcome.Bad, string.Create(CultureInfo.InvariantCulture, $"the archive holds {files:N0} files instead of {copy.Files:N0}"));
    }

    private static async Task<CopyVerdict?> ManifestFaultAsync(BackupCopy copy, CancellationToken ct)
    {
        var manifest = copy.Path + CopyFiles.Manifest;
        var expected = copy.Facts is null ? null : JsonSerializer.Deserialize<ArchiveFacts>(copy.Facts, JobJson.Options);
        return !File.Exists(manifest)
            ? new CopyVerdict(CopyOutcome.Bad, "the manifest beside the archive is gone")
            : await DurableFiles.HashAsync(manifest, null, ct) == expected?.Manifest ? null : new CopyVerdict(CopyOutcome.Bad, "the manifest beside the archive is not what was written");
    }

    private static async IAsyncEnumerable<PackedFile> LinesAsync(BackupCopy copy, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        using var manifest = new StreamReader(copy.Path + CopyFiles.Manifest);
        while (await manifest.ReadLineAsync(ct) is { } line)
        {
            yield return JsonSerializer.Deserialize<PackedFile>(line, JobJson.Options)!;
        }
    }

    private Stream Pack(Stream to) => settings.Form == ArchiveForm.Gzip
        ? new GZipStream(to, CompressionLevel.Optimal)
        : new BrotliStream(to, new BrotliCompressionOptions { Quality = BrotliQuality });

    private static Stream Unpack(string path)
    {
        var file = new FileStream(path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
        return path.EndsWith(".br", StringComparison.Ordinal) ? new BrotliStream(file, CompressionMode.Decompress) : new GZipStream(file, CompressionMode.Decompress);
    }
}

/// <summary>A file in an archive.</summary>
/// <param name="Name">Its path in the archive.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">64 hex digits.</param>
internal sealed record PackedFile(string Name, long Size, string Sha256);

/// <summary>What is stored of an archive in the database.</summary>
/// <param name="Manifest">SHA-256 of the manifest.</param>
/// <param name="Changed">Files that changed while they were read.</param>
/// <param name="Unread">Files that could not be read.</param>
internal sealed record ArchiveFacts(string Manifest, long Changed, long Unread);
