using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts;

namespace OpsBridge.Rounds.Checklists;

/// <summary>A checklist as the list shows it.</summary>
/// <param name="Id">Key.</param>
/// <param name="Name">Name.</param>
/// <param name="DeskName">Its desk.</param>
/// <param name="Newest">The newest version.</param>
/// <param name="InForce">The version in force; null while none was approved.</param>
/// <param name="NextDue">The next round that is made (UTC); null for none.</param>
public sealed record ChecklistRow(Guid Id, string Name, string DeskName, ChecklistVersionView Newest, int? InForce, DateTimeOffset? NextDue)
{
    /// <summary>Whether a draft waits for its approval.</summary>
    public bool HasDraft => Newest.Number != InForce;
}

/// <summary>One version of a checklist.</summary>
public sealed record ChecklistVersionView(int Number, ChecklistDetails Details, DateTimeOffset WrittenAt, string WrittenBy, DateTimeOffset? ApprovedAt, string? ApprovedBy);

/// <summary>One checklist with all its versions, newest first.</summary>
public sealed record ChecklistView(Guid Id, int? InForce, IReadOnlyList<ChecklistVersionView> Versions);

/// <summary>Reads checklists.</summary>
public interface IChecklistBook
{
    /// <summary>Those in use, by name.</summary>
    Task<IReadOnlyList<ChecklistRow>> ReadAsync(Actor actor, CancellationToken ct);

    /// <summary>One in use; null when there is none.</summary>
    Task<ChecklistView?> FindAsync(Guid id, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IChecklistBook"/>
public sealed class ChecklistBook(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock) : IChecklistBook
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<ChecklistRow>> ReadAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewRounds);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var rows = await (
            from checklist in db.Set<Checklist>().AsNoTracking()
            join desk in db.Set<Desk>() on checklist.DeskId equals desk.Id
            join newest in db.Set<ChecklistVersion>() on new { Id = checklist.Id, Number = checklist.Newest } equals new { Id = newest.ChecklistId, newest.Number }
            where checklist.RetiredAt == null
            select new { checklist, Desk = desk.Name, newest, Next = db.Set<Round>().Where(r => r.ChecklistId == checklist.Id && r.Stage == RoundStage.Planned && r.DueAt > now).Min(r => (DateTimeOffset?)r.DueAt) })
            .ToListAsync(ct);
        return [.. rows.Select(r => new ChecklistRow(r.checklist.Id, r.checklist.Name, r.Desk, View(r.newest), r.checklist.InForce, r.Next)).OrderBy(r => r.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <inheritdoc />
    public async Task<ChecklistView?> FindAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewRounds);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var checklist = await db.Set<Checklist>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id && c.RetiredAt == null, ct);
        return checklist is null ? null : new ChecklistView(
            checklist.Id, checklist.InForce, [.. (await db.Set<ChecklistVersion>().AsNoTracking().Where(v => v.ChecklistId == id).OrderByDescending(v => v.Number).ToListAsync(ct)).Select(View)]);
    }

    private static ChecklistVersionView View(ChecklistVersion version) => new(version.Number, version.Details, version.WrittenAt, version.WrittenBy, version.ApprovedAt, version.ApprovedBy);
}
