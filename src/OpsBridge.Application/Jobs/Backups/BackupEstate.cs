using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs.Backups;

/// <summary>One backup as the estate shows it.</summary>
/// <param name="JobId">The job.</param>
/// <param name="JobName">Its name.</param>
/// <param name="Kind">What makes it.</param>
/// <param name="Target">What is backed up.</param>
/// <param name="Rpo">The oldest that the last good copy may be.</param>
public sealed record BackupRow(Guid JobId, string JobName, string Kind, string Target, TimeSpan Rpo)
{
    /// <summary>The asset.</summary>
    public Guid? AssetId { get; init; }

    /// <summary>Its name.</summary>
    public string? AssetName { get; init; }

    /// <summary>The state of the data in the last good copy (UTC); null when there is none.</summary>
    public DateTimeOffset? LastGoodAt { get; init; }

    /// <summary>Size of the newest copy; in a repository, of what it would restore.</summary>
    public long? Bytes { get; init; }

    /// <summary>Change of the size against the copy before, in percent.</summary>
    public double? SizeChange { get; init; }

    /// <summary>How long the newest copy took to make.</summary>
    public TimeSpan? Took { get; init; }

    /// <summary>State of the newest copy.</summary>
    public CopyState? Newest { get; init; }

    /// <summary>Good copies there are.</summary>
    public int Good { get; init; }

    /// <summary>Copies that are damaged.</summary>
    public int Corrupt { get; init; }

    /// <summary>When a copy was last restored well (UTC).</summary>
    public DateTimeOffset? ProvenAt { get; init; }

    /// <summary>How long that took: the measured recovery time.</summary>
    public TimeSpan? Rto { get; init; }

    /// <summary>Days after which a drill is due.</summary>
    public int? DrillDays { get; init; }

    /// <summary>The next nominal time (UTC).</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>Whether the job is paused.</summary>
    public bool Paused { get; init; }

    /// <summary>Whether there is no good copy that is young enough.</summary>
    public bool IsOverdue(DateTimeOffset now) => LastGoodAt is not { } at || now - at > Rpo;

    /// <summary>Whether nobody has restored it for too long.</summary>
    public bool IsUnproven(DateTimeOffset now) => DrillDays is { } days && (ProvenAt is not { } at || now - at > TimeSpan.FromDays(days));

    /// <summary>Whether somebody should look.</summary>
    public bool NeedsSomebody(DateTimeOffset now) => IsOverdue(now) || IsUnproven(now) || Corrupt > 0 || Newest is CopyState.Unverified or CopyState.Corrupt;
}

/// <summary>All backups beside each other.</summary>
public interface IBackupEstate
{
    /// <summary>Reads them: what needs somebody first, then by name.</summary>
    Task<IReadOnlyList<BackupRow>> ReadAsync(Actor actor, CancellationToken ct);
}

/// <inheritdoc />
public sealed class BackupEstate(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock) : IBackupEstate
{
    /// <summary>Tables whose change changes the estate.</summary>
    public static IReadOnlyList<string> Topics { get; } = ["backup_copies", "backup_proofs", "jobs"];

    /// <inheritdoc />
    public async Task<IReadOnlyList<BackupRow>> ReadAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewJobs);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        return [.. (await ReadAsync(db, null, ct)).OrderByDescending(r => r.NeedsSomebody(now)).ThenBy(r => r.JobName, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The backups of all assets, or of one.</summary>
    internal static async Task<IReadOnlyList<BackupRow>> ReadAsync(OpsDbContext db, Guid? assetId, CancellationToken ct)
    {
        var jobs = (await db.Set<Job>().AsNoTracking().Where(j => j.RetiredAt == null).ToListAsync(ct))
            .Where(j => j.Settings is BackupSettings && (assetId is null || j.Details.AssetId == assetId)).ToList();
        var ids = jobs.Select(j => j.Id).ToList();
        var copies = (await db.Set<BackupCopy>().AsNoTracking()
            .Where(c => ids.Contains(c.JobId) && c.State != CopyState.Expired && c.State != CopyState.Making)
            .OrderByDescending(c => c.StartedAt).ToListAsync(ct)).ToLookup(c => c.JobId);
        var proofs = (await db.Set<BackupProof>().AsNoTracking()
            .Where(p => p.Good && ids.Contains(p.JobId))
            .GroupBy(p => p.JobId).Select(g => g.OrderByDescending(p => p.At).First()).ToListAsync(ct)).ToDictionary(p => p.JobId);
        var assets = jobs.Select(j => j.Details.AssetId).OfType<Guid>().ToList();
        var names = await db.Set<Asset>().AsNoTracking().Where(a => assets.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Name, ct);
        return [.. jobs.Select(j => Row(j, [.. copies[j.Id]], proofs.GetValueOrDefault(j.Id), names))];
    }

    private static BackupRow Row(Job job, IReadOnlyList<BackupCopy> copies, BackupProof? proof, Dictionary<Guid, string> names)
    {
        var settings = (BackupSettings)job.Settings;
        var newest = copies.Count > 0 ? copies[0] : null;
        return new BackupRow(job.Id, job.Name, settings.Kind, settings.Target, settings.Policy.Rpo)
        {
            AssetId = job.Details.AssetId,
            AssetName = job.Details.AssetId is { } asset ? names.GetValueOrDefault(asset) : null,
            LastGoodAt = copies.FirstOrDefault(c => c.IsGood)?.StartedAt,
            Bytes = newest is null ? null : BackupSignals.Size(newest),
            SizeChange = copies.Count > 1 ? BackupSignals.ChangePercent(BackupSignals.Size(copies[1]), BackupSignals.Size(copies[0])) : null,
            Took = newest?.EndedAt - newest?.StartedAt,
            Newest = newest?.State,
            Good = copies.Count(c => c.IsGood),
            Corrupt = copies.Count(c => c.State == CopyState.Corrupt),
            ProvenAt = proof?.At,
            Rto = proof?.Took,
            DrillDays = settings.Policy.DrillDays,
            NextAt = job.NextAt,
            Paused = job.PausedAt is not null,
        };
    }
}
