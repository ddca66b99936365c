using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Rounds.Checklists;

/// <summary>Answer of <see cref="ApproveChecklist"/> and <see cref="RetireChecklist"/>.</summary>
public abstract record ApproveChecklistResult
{
    /// <summary>Done.</summary>
    public sealed record Done : ApproveChecklistResult;

    /// <summary>It was so before.</summary>
    public sealed record Already : ApproveChecklistResult;

    /// <summary>A newer version has been written since it was read.</summary>
    /// <param name="Number">Its number.</param>
    public sealed record Newer(int Number) : ApproveChecklistResult;

    /// <summary>No such checklist in use.</summary>
    public sealed record NotFound : ApproveChecklistResult;
}

/// <summary>Puts the newest version of a checklist in force. Rounds that have begun keep the version they began with.</summary>
public sealed class ApproveChecklist(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Approves it.</summary>
    /// <param name="id">The checklist.</param>
    /// <param name="seen">Number of the version that was read.</param>
    /// <param name="actor">Who approves.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<ApproveChecklistResult> HandleAsync(Guid id, int seen, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditRounds);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var checklist = await db.Set<Checklist>().SingleOrDefaultAsync(c => c.Id == id && c.RetiredAt == null, ct);
        if (checklist is null || checklist.Newest != seen)
        {
            return checklist is null ? new ApproveChecklistResult.NotFound() : new ApproveChecklistResult.Newer(checklist.Newest);
        }

        var now = clock.GetUtcNow();
        var version = await db.Set<ChecklistVersion>().SingleAsync(v => v.ChecklistId == id && v.Number == seen, ct);
        if (!checklist.Approve(version, actor, now))
        {
            return new ApproveChecklistResult.Already();
        }

        db.Add(TimelineEntry.Record(now, actor, new Happening("checklist.approved", id.ToString(), $"approved version {seen} of checklist {checklist.Name}")));
        try
        {
            await db.SaveChangesAsync(ct);
            return new ApproveChecklistResult.Done();
        }
        catch (DbUpdateConcurrencyException)
        {
            return await HandleAsync(id, seen, actor, ct); // somebody was first: answer from what it says now
        }
    }
}

/// <summary>Gives a checklist up: no more rounds are made of it. What was done stays.</summary>
public sealed class RetireChecklist(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Gives it up.</summary>
    public async Task<ApproveChecklistResult> HandleAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditRounds);
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<Checklist>().SingleOrDefaultAsync(c => c.Id == id, ct) is not { } checklist)
        {
            return new ApproveChecklistResult.NotFound();
        }

        var now = clock.GetUtcNow();
        if (!checklist.Retire(now))
        {
            return new ApproveChecklistResult.Already();
        }

        db.Add(TimelineEntry.Record(now, actor, new Happening("checklist.retired", id.ToString(), $"gave up checklist {checklist.Name}")));
        try
        {
            await db.SaveChangesAsync(ct);
            return new ApproveChecklistResult.Done();
        }
        catch (DbUpdateConcurrencyException)
        {
            return await HandleAsync(id, actor, ct);
        }
    }
}
