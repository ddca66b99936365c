using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Jobs.Backups;

/// <summary>A copy in the list of its backup.</summary>
/// <param name="Copy">The copy.</param>
/// <param name="RunId">The run that made it.</param>
/// <param name="StartedAt">State of the data (UTC).</param>
/// <param name="Path">Where it lies.</param>
/// <param name="CheckedAt">When it was checked last (UTC).</param>
/// <param name="RestoreTook">How long its last restore took.</param>
/// <param name="Files">Files or tables within.</param>
public sealed record CopyRow(RunCopy Copy, Guid RunId, DateTimeOffset StartedAt, string Path, DateTimeOffset? CheckedAt, TimeSpan? RestoreTook, long Files);

/// <summary>A restore that somebody asked for.</summary>
/// <param name="Id">Its key.</param>
/// <param name="CopyId">The copy.</param>
/// <param name="NewName">Name of what is made.</param>
/// <param name="Target">What the copy is of.</param>
/// <param name="Why">Why.</param>
/// <param name="AskedBy">Who asked.</param>
/// <param name="AskedAt">When (UTC).</param>
/// <param name="ExpiresAt">Until when somebody may agree (UTC).</param>
/// <param name="State">Where it stands.</param>
/// <param name="DecidedBy">Who decided.</param>
/// <param name="RunId">The run that carries it out.</param>
/// <param name="Result">How it ended.</param>
/// <param name="MayApprove">Whether the reader may approve it now.</param>
public sealed record RestoreRow(
    Guid Id, Guid CopyId, string NewName, string Target, string Why, string AskedBy, DateTimeOffset AskedAt, DateTimeOffset ExpiresAt, RestoreState State, string? DecidedBy, Guid? RunId, string Result, bool MayApprove);

/// <summary>Copies of one backup, and restores.</summary>
public interface ICopyList
{
    /// <summary>Copies of a job, newest first, deleted ones of the last 30 days too.</summary>
    Task<IReadOnlyList<CopyRow>> ReadAsync(Guid jobId, Actor actor, CancellationToken ct);

    /// <summary>Restores that wait or run, and those of the last seven days, newest first.</summary>
    Task<IReadOnlyList<RestoreRow>> RestoresAsync(Actor actor, CancellationToken ct);
}

/// <inheritdoc />
public sealed class CopyList(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock) : ICopyList
{
    private const int Most = 500;
    private const int ShownRestores = 20;

    /// <inheritdoc />
    public async Task<IReadOnlyList<CopyRow>> ReadAsync(Guid jobId, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewJobs);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var since = clock.GetUtcNow() - TimeSpan.FromDays(30);
        var copies = await db.Set<BackupCopy>().AsNoTracking()
            .Where(c => c.JobId == jobId && (c.State != CopyState.Expired || c.StartedAt > since))
            .OrderByDescending(c => c.StartedAt).Take(Most).ToListAsync(ct);
        return [.. copies.Select(c => new CopyRow(
            RunCopy.From(c), c.RunId, c.StartedAt, c.Path, c.CheckedAt, c.RestoreTook, c.Files))];
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<RestoreRow>> RestoresAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewJobs);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var since = now - TimeSpan.FromDays(7);
        var found = await (
            from request in db.Set<RestoreRequest>().AsNoTracking()
            join copy in db.Set<BackupCopy>() on request.CopyId equals copy.Id
            where request.AskedAt > since
            orderby request.AskedAt descending
            select new { request, copy.Target }).Take(ShownRestores).ToListAsync(ct);
        return [.. found.Select(f => new RestoreRow(
            f.request.Id, f.request.CopyId, f.request.NewName, f.Target, f.request.Why, f.request.AskedBy, f.request.AskedAt, f.request.ExpiresAt,
            f.request.State == RestoreState.Asked && !f.request.IsOpen(now) ? RestoreState.Expired : f.request.State,
            f.request.DecidedBy, f.request.RunId, f.request.Result,
            f.request.IsOpen(now) && actor.May(Permissions.RestoreBackups) && f.request.MayBeApprovedBy(actor)))];
    }
}
