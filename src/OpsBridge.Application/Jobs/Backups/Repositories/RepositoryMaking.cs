using System.Globalization;
using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs.Backups.Repositories;

/// <summary>Copies in a repository: made, listed against the source, checked, restored and compared by hash.</summary>
internal sealed class RepositoryMaking(KindScene<BackupSettings> scene, RepositorySettings settings, RepositoryProgram program, RepositoryParts parts) : BackupMaking
{
    private const int Million = 1_000_000;

    private readonly JobAttempt _attempt = scene.Attempt;
    private bool _open;
    private string? _sourceFault;
    private Dictionary<string, (long Size, string Sha256)>? _expected;

    public override string Ending => "";

    public override bool InRepository => true;

    public override string NameOf(JobAttempt attempt) => settings.Prefix.Length == 0 ? base.NameOf(attempt) : $"{settings.Prefix}-{base.NameOf(attempt)}";

    public override async Task<MadeCopy> MakeAsync(string path, CancellationToken ct)
    {
        var sources = parts.Sources(settings);
        _attempt.Report(new RunProgress("look at the folders"));
        var exclude = new PathGlob(settings.Exclude);
        var listing = await Task.Run(() => SourceListing.Read(sources, exclude, ct), ct);
        scene.Output.Note($"{program.Name} backs up {string.Join(", ", sources)}, {Sizes.Of(listing.BytesBefore)}, as {NameOf(_attempt)}");
        _attempt.Report(new RunProgress("back up", 0, listing.BytesBefore));
        var made = await program.BackupAsync(new RepositoryOrder(NameOf(_attempt), _attempt.JobId, _attempt.RunId, sources, settings.Exclude, listing.BytesBefore), ct);
        _attempt.Report(new RunProgress("compare with the folders"));
        var copy = new RepositoryEntry(made.Id, NameOf(_attempt), null, null);
        _sourceFault = await program.FilesAsync(copy, listing.See, ct) ?? await Task.Run(() => listing.Fault(made.Unread, ct), ct);
        var facts = await FactsAsync(made.Id, listing, ct);
        return new MadeCopy(made.Added, "", listing.Files) { SourceBytes = listing.Bytes, Facts = facts.ToJson(), Incomplete = Incomplete(made) };
    }

    public override async Task<CopyVerdict> VerifyAsync(BackupCopy copy, CancellationToken ct)
    {
        if (_sourceFault is { } lacks)
        {
            return new CopyVerdict(CopyOutcome.Bad, lacks);
        }

        var (entry, gone) = await FindAsync(copy, ct);
        if (gone is not null)
        {
            return gone;
        }

        return await program.CheckAsync(entry!, settings.CheckPercent, ct) is { } damage
            ? new CopyVerdict(CopyOutcome.Bad, $"the repository is damaged: {damage}")
            : await ProveAsync(copy, entry!, whole: false, ct);
    }

    /// <summary>Reads all data of the repository, once for all copies of a run. When it is damaged, each copy has to come back to stay good.</summary>
    public override async Task<CopyVerdict> RereadAsync(BackupCopy copy, CancellationToken ct)
    {
        var (entry, gone) = await FindAsync(copy, ct);
        if (gone is not null)
        {
            return gone;
        }

        if (await parts.CheckedAsync(_attempt, settings.Repository, () => program.CheckAsync(entry!, 100, ct)) is not { } damage)
        {
            return new CopyVerdict(CopyOutcome.Good, "all data of the repository was read and is as it was written");
        }

        var verdict = Facts(copy).Whole ? await ProveAsync(copy, entry!, whole: true, ct) : new CopyVerdict(CopyOutcome.Bad, "");
        return verdict.Outcome == CopyOutcome.Good
            ? verdict with { Words = $"{verdict.Words}, though the repository is damaged: {damage}" }
            : new CopyVerdict(verdict.Outcome, $"the repository is damaged: {damage}", verdict.RestoreTook);
    }

    public override async Task<CopyVerdict> DrillAsync(BackupCopy copy, CancellationToken ct)
    {
        var (entry, gone) = await FindAsync(copy, ct);
        return gone ?? await ProveAsync(copy, entry!, whole: true, ct);
    }

    public override async Task<CopyVerdict> RestoreAsync(BackupCopy copy, string newName, CancellationToken ct)
    {
        var folder = parts.Restored(newName);
        if (Path.Exists(folder))
        {
            throw new KindFault($"{folder} exists already", mayRetry: false);
        }

        var (entry, gone) = await FindAsync(copy, ct);
        return gone ?? await RestoreAsync(copy, entry!, folder, paths: null, ct);
    }

    /// <summary>Removes what dead attempts and a retention that failed left in the repository: entries that bear the job's mark and count for nothing.</summary>
    public override async Task TidyAsync(Func<Guid, Task<bool>> isDead, CancellationToken ct)
    {
        var names = await parts.Records.NamesAsync(_attempt.JobId, ct);
        if (!await OpenAsync(settings.Initialise && names.Kept.Count == 0, ct))
        {
            throw new KindFault(
                names.Kept.Count == 0
                    ? $"there is no repository at {settings.Repository}: make it, or let the job make it"
                    : $"there is no repository at {settings.Repository} any more; it held {Count(names.Kept.Count)}",
                mayRetry: false);
        }

        var left = new List<RepositoryEntry>();
        foreach (var entry in (await program.ListAsync(ct)).Where(e => e.Job == _attempt.JobId && !names.Kept.Contains(e.Name)))
        {
            if (names.Expired.Contains(entry.Name) || (entry.Run is { } run && await isDead(run)))
            {
                left.Add(entry);
            }
        }

        if (left.Count > 0)
        {
            scene.Output.Note($"removes {Count(left.Count)} from the repository that retention gave up or that was never finished");
            await program.ForgetAsync(left, ct);
        }
    }

    public override async Task ForgetAsync(IReadOnlyList<BackupCopy> copies, CancellationToken ct)
    {
        var names = copies.Select(c => c.Path).ToHashSet(StringComparer.Ordinal);
        var found = (await program.ListAsync(ct)).Where(e => names.Contains(e.Name) && e.Job == _attempt.JobId).ToList();
        if (found.Count > 0)
        {
            await program.ForgetAsync(found, ct);
        }
    }

    /// <summary>Restores into a scratch folder and compares: all of it, or as much as the settings and the disk allow.</summary>
    private async Task<CopyVerdict> ProveAsync(BackupCopy copy, RepositoryEntry entry, bool whole, CancellationToken ct)
    {
        var facts = Facts(copy);
        var scratch = parts.Scratch(settings, copy, _attempt);
        try
        {
            var bytes = copy.SourceBytes ?? 0;
            var all = facts.Whole || (whole && RepositoryParts.HasRoom(scratch, bytes)) || bytes <= (long)settings.RestoreWholeMegabytes * Million || facts.Names.Count == 0;
            return await RestoreAsync(copy, entry, scratch, all ? null : facts.Names, ct);
        }
        finally
        {
            FileTree.Remove(scratch);
        }
    }

    private async Task<CopyVerdict> RestoreAsync(BackupCopy copy, RepositoryEntry entry, string folder, IReadOnlyList<string>? paths, CancellationToken ct)
    {
        PrivateFiles.MakeFolder(folder);
        var began = parts.Clock.GetTimestamp();
        var damage = await program.RestoreAsync(entry, folder, paths, ct);
        var took = parts.Clock.GetElapsedTime(began);
        if (damage is not null)
        {
            return new CopyVerdict(CopyOutcome.Bad, $"it cannot be restored: {damage}", took);
        }

        var restored = new RestoredFiles(folder, Facts(copy), _expected, _attempt);
        return await restored.FaultAsync(paths is null, ct) is { } fault
            ? new CopyVerdict(CopyOutcome.Bad, $"restored, but {fault}", took)
            : new CopyVerdict(CopyOutcome.Good, $"restored in {Sizes.Of(took)}, {restored.Words(paths is null)}", took);
    }

    private async Task<RepositoryFacts> FactsAsync(string id, SourceListing listing, CancellationToken ct)
    {
        var (chosen, all) = listing.Choose((long)settings.RestoreWholeMegabytes * Million);
        var hashes = new Dictionary<string, (long Size, string Sha256)>(StringComparer.Ordinal);
        var skipped = new List<string>();
        long done = 0;
        foreach (var file in chosen)
        {
            if (FileTree.IsStill(file) && await TreeDigest.HashAsync(file.Path, ct) is { } hash && hash.Size == file.Size && FileTree.IsStill(file))
            {
                hashes[file.Path] = hash;
            }
            else
            {
                skipped.Add(file.Path); // changed since the backup: no longer what the copy holds
            }

            _attempt.Report(new RunProgress("hash the files to prove it with", done += file.Size, listing.Bytes));
        }

        _expected = hashes;
        var whole = all && skipped.Count <= RepositoryFacts.MostSkipped;
        var proof = whole ? hashes : hashes.Take(SourceListing.Sampled).ToDictionary(StringComparer.Ordinal);
        return new RepositoryFacts(id, listing.Files, listing.SizeUnknown ? null : listing.Bytes, whole, TreeDigest.Of(proof), whole ? skipped : [.. proof.Keys.Order(StringComparer.Ordinal)]);
    }

    private async Task<(RepositoryEntry? Entry, CopyVerdict? Gone)> FindAsync(BackupCopy copy, CancellationToken ct)
    {
        if (!await OpenAsync(initialise: false, ct))
        {
            return (null, new CopyVerdict(CopyOutcome.Bad, "the repository is gone"));
        }

        var entry = (await program.ListAsync(ct)).FirstOrDefault(e => e.Name == copy.Path && e.Id == Facts(copy).Id);
        return entry is null ? (null, new CopyVerdict(CopyOutcome.Bad, "the repository does not hold this copy any more")) : (entry, null);
    }

    private async Task<bool> OpenAsync(bool initialise, CancellationToken ct) => _open = _open || await program.OpenAsync(initialise, ct);

    private static RepositoryFacts Facts(BackupCopy copy) => RepositoryFacts.Of(copy) ?? throw new KindFault("the copy was never complete", mayRetry: false);

    private static string Count(int copies) => copies == 1 ? "one copy" : $"{ToolJson.Words(copies)} copies";

    private static string? Incomplete(RepositoryBackup made) => made.UnreadCount == 0
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{made.UnreadCount:N0} of the files could not be read: {string.Join(", ", made.Unread.Take(3))}{(made.UnreadCount > 3 ? " and more" : "")}");
}
