using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Kernel;

namespace OpsBridge.Rounds.Runbooks;

/// <summary>One version of a runbook.</summary>
public sealed record RunbookVersionView(int Number, RunbookDetails Details, DateTimeOffset WrittenAt, Guid? WrittenById, string WrittenBy, DateTimeOffset? ApprovedAt, string? ApprovedBy, DateTimeOffset? EffectiveAt);

/// <summary>A runbook as the list shows it.</summary>
/// <param name="Id">Key.</param>
/// <param name="Newest">The newest version.</param>
/// <param name="InForce">Number of the version in force now; null for none.</param>
/// <param name="Runs">How often it was started.</param>
public sealed record RunbookRow(Guid Id, RunbookVersionView Newest, int? InForce, int Runs);

/// <summary>One runbook with all its versions, newest first.</summary>
public sealed record RunbookView(Guid Id, int? InForce, IReadOnlyList<RunbookVersionView> Versions);

/// <summary>A step of a runbook as it was done; null while it was not.</summary>
public sealed record RunbookStepView(RunbookStep Step, RunbookDeed? Deed);

/// <summary>A runbook on an alert: one that fits, or one that was started.</summary>
/// <param name="RunbookId">The runbook.</param>
/// <param name="Number">The version: that of the run, else that in force.</param>
/// <param name="Details">What it says.</param>
/// <param name="Run">The run; null while it was not started.</param>
/// <param name="Steps">Its steps.</param>
public sealed record AlertRunbook(Guid RunbookId, int Number, RunbookDetails Details, RunbookRun? Run, IReadOnlyList<RunbookStepView> Steps);

/// <summary>Reads runbooks.</summary>
public interface IRunbookBook
{
    /// <summary>Those in use, by title.</summary>
    Task<IReadOnlyList<RunbookRow>> ReadAsync(Actor actor, CancellationToken ct);

    /// <summary>One in use; null when there is none.</summary>
    Task<RunbookView?> FindAsync(Guid id, Actor actor, CancellationToken ct);

    /// <summary>Those started on an alert, newest first, then those in force that fit its labels.</summary>
    Task<IReadOnlyList<AlertRunbook>> OfAlertAsync(long alert, Labels labels, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IRunbookBook"/>
public sealed class RunbookBook(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock) : IRunbookBook
{
    private const int MostRuns = 20;

    /// <inheritdoc />
    public async Task<IReadOnlyList<RunbookRow>> ReadAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewRounds);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await (
            from book in db.Set<Runbook>().AsNoTracking()
            join newest in db.Set<RunbookVersion>() on new { Id = book.Id, Number = book.Newest } equals new { Id = newest.RunbookId, newest.Number }
            where book.RetiredAt == null
            select new { book.Id, newest, Runs = db.Set<RunbookRun>().Count(r => r.RunbookId == book.Id) }).ToListAsync(ct);
        var force = await InForce(db, clock.GetUtcNow()).ToDictionaryAsync(v => v.RunbookId, v => v.Number, ct);
        return [.. rows.Select(r => new RunbookRow(r.Id, View(r.newest), force.TryGetValue(r.Id, out var number) ? number : null, r.Runs)).OrderBy(r => r.Newest.Details.Title, StringComparer.OrdinalIgnoreCase)];
    }

    /// <inheritdoc />
    public async Task<RunbookView?> FindAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewRounds);
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (!await db.Set<Runbook>().AnyAsync(b => b.Id == id && b.RetiredAt == null, ct))
        {
            return null;
        }

        var force = await InForce(db, clock.GetUtcNow()).Where(v => v.RunbookId == id).Select(v => (int?)v.Number).SingleOrDefaultAsync(ct);
        var versions = await db.Set<RunbookVersion>().AsNoTracking().Where(v => v.RunbookId == id).OrderByDescending(v => v.Number).ToListAsync(ct);
        return new RunbookView(id, force, [.. versions.Select(View)]);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<AlertRunbook>> OfAlertAsync(long alert, Labels labels, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewRounds);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var runs = await (
            from run in db.Set<RunbookRun>().AsNoTracking()
            join version in db.Set<RunbookVersion>() on new { run.RunbookId, run.Number } equals new { version.RunbookId, version.Number }
            where run.AlertId == alert
            orderby run.StartedAt descending
            select new { run, version }).Take(MostRuns).ToListAsync(ct);
        var ids = runs.ConvertAll(r => r.run.Id);
        var deeds = (await db.Set<RunbookDeed>().AsNoTracking().Where(d => ids.Contains(d.RunId)).ToListAsync(ct)).ToDictionary(d => (d.RunId, d.StepId));
        var running = runs.Where(r => r.run.FinishedAt is null).Select(r => r.run.RunbookId).ToHashSet();
        var fitting = (await InForce(db, clock.GetUtcNow()).ToListAsync(ct)).Where(v => !running.Contains(v.RunbookId) && MatcherSet.Parse(v.Details.Matchers).Set?.IsMatch(labels) == true);
        return
        [
            .. runs.Select(r => new AlertRunbook(r.run.RunbookId, r.run.Number, r.version.Details, r.run, [.. r.version.Details.Steps.Select(s => new RunbookStepView(s, deeds.GetValueOrDefault((r.run.Id, s.Id))))])),
            .. fitting.OrderBy(v => v.Details.Title, StringComparer.OrdinalIgnoreCase).Select(v => new AlertRunbook(v.RunbookId, v.Number, v.Details, null, [.. v.Details.Steps.Select(s => new RunbookStepView(s, null))])),
        ];
    }

    /// <summary>The version of each runbook that is in force at a moment: of those approved and effective the newest.</summary>
    internal static IQueryable<RunbookVersion> InForce(OpsDbContext db, DateTimeOffset now) =>
        from version in db.Set<RunbookVersion>().AsNoTracking()
        join book in db.Set<Runbook>() on version.RunbookId equals book.Id
        where book.RetiredAt == null && version.EffectiveAt <= now
            && !db.Set<RunbookVersion>().Any(later => later.RunbookId == version.RunbookId && later.Number > version.Number && later.EffectiveAt <= now)
        select version;

    private static RunbookVersionView View(RunbookVersion v) => new(v.Number, v.Details, v.WrittenAt, v.WrittenById, v.WrittenBy, v.ApprovedAt, v.ApprovedBy, v.EffectiveAt);
}
