using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Rounds.Runbooks;

/// <summary>Answer of <see cref="ApproveRunbook"/> and <see cref="RetireRunbook"/>.</summary>
public abstract record ApproveRunbookResult
{
    /// <summary>Done.</summary>
    /// <param name="EffectiveAt">From when it is in force (UTC).</param>
    public sealed record Done(DateTimeOffset EffectiveAt) : ApproveRunbookResult;

    /// <summary>It was so before.</summary>
    public sealed record Already : ApproveRunbookResult;

    /// <summary>Nobody approves what they wrote.</summary>
    public sealed record OwnWork : ApproveRunbookResult;

    /// <summary>A newer version has been written since it was read.</summary>
    /// <param name="Number">Its number.</param>
    public sealed record Newer(int Number) : ApproveRunbookResult;

    /// <summary>No such runbook in use.</summary>
    public sealed record NotFound : ApproveRunbookResult;
}

/// <summary>Approves the newest version of a runbook, as somebody else than its writer.</summary>
public sealed class ApproveRunbook(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Approves it.</summary>
    /// <param name="id">The runbook.</param>
    /// <param name="seen">Number of the version that was read.</param>
    /// <param name="actor">Who approves.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<ApproveRunbookResult> HandleAsync(Guid id, int seen, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditRounds);
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var book = await db.Set<Runbook>().FromSql($"select *, xmin from runbooks where id = {id} for update").SingleOrDefaultAsync(ct);
        if (book is not { RetiredAt: null } || book.Newest != seen)
        {
            return book is not { RetiredAt: null } ? new ApproveRunbookResult.NotFound() : new ApproveRunbookResult.Newer(book.Newest);
        }

        var version = await db.Set<RunbookVersion>().SingleAsync(v => v.RunbookId == id && v.Number == seen, ct);
        if (version.ApprovedAt is not null || version.IsBy(actor))
        {
            return version.ApprovedAt is not null ? new ApproveRunbookResult.Already() : new ApproveRunbookResult.OwnWork();
        }

        var now = clock.GetUtcNow();
        version.Approve(actor, now);
        db.Add(TimelineEntry.Record(now, actor, new Happening("runbook.approved", id.ToString(), $"approved version {seen} of runbook {version.Details.Title}") { After = new { version.EffectiveAt } }));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new ApproveRunbookResult.Done(version.EffectiveAt!.Value);
    }
}

/// <summary>Gives a runbook up: it is offered on no alert any more. What was done by it stays.</summary>
public sealed class RetireRunbook(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Gives it up.</summary>
    public async Task<ApproveRunbookResult> HandleAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditRounds);
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow();
        var book = await db.Set<Runbook>().FromSql($"select *, xmin from runbooks where id = {id} for update").SingleOrDefaultAsync(ct);
        if (book?.Retire(now) != true)
        {
            return book is null ? new ApproveRunbookResult.NotFound() : new ApproveRunbookResult.Already();
        }

        var title = (await db.Set<RunbookVersion>().AsNoTracking().SingleAsync(v => v.RunbookId == id && v.Number == book.Newest, ct)).Details.Title;
        db.Add(TimelineEntry.Record(now, actor, new Happening("runbook.retired", id.ToString(), $"gave up runbook {title}")));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new ApproveRunbookResult.Done(now);
    }
}
