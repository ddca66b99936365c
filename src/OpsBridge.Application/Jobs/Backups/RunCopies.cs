using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Jobs.Backups;

/// <summary>A copy that a run made.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Name">File name, or name within the repository.</param>
/// <param name="Bytes">Size as stored.</param>
/// <param name="Sha256">64 hex digits; empty in a repository.</param>
/// <param name="State">How far it can be trusted.</param>
/// <param name="Verification">What the last check found.</param>
/// <param name="At">When it was complete, or making it began (UTC).</param>
public sealed record RunCopy(Guid Id, string Name, long Bytes, string Sha256, CopyState State, string Verification, DateTimeOffset At)
{
    /// <summary>Size of what it would restore, for a copy in a repository, whose <see cref="Bytes"/> is only what it added; null for others.</summary>
    public long? Restores { get; init; }

    internal static RunCopy From(BackupCopy copy) => new(copy.Id, Path.GetFileName(copy.Path), copy.Bytes, copy.Sha256, copy.State, copy.Verification, copy.EndedAt ?? copy.StartedAt)
    {
        Restores = copy.Sha256.Length == 0 ? copy.SourceBytes : null,
    };
}

/// <summary>What a run made.</summary>
public interface IRunCopies
{
    /// <summary>Reads it, oldest first.</summary>
    Task<IReadOnlyList<RunCopy>> ReadAsync(Guid runId, Actor actor, CancellationToken ct);
}

/// <inheritdoc />
public sealed class RunCopies(IDbContextFactory<OpsDbContext> contexts) : IRunCopies
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<RunCopy>> ReadAsync(Guid runId, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewJobs);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var copies = await db.Set<BackupCopy>().AsNoTracking().Where(c => c.RunId == runId).OrderBy(c => c.StartedAt).ToListAsync(ct);
        return [.. copies.Select(RunCopy.From)];
    }
}
