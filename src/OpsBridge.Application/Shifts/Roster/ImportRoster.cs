using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Csv;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Roster;

/// <summary>A supervisor takes a roster in from a CSV file: first a verdict on every line, then all of it or nothing.</summary>
public sealed class ImportRoster(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>The most lines a file may have.</summary>
    public const int MaxRows = 5000;

    /// <summary>The most bytes a file may have.</summary>
    public const int MaxBytes = 1024 * 1024;

    private static readonly CsvShape s_shape = new(RosterColumns.All, [RosterColumns.Person], MaxBytes, MaxRows, "desk, day, shift, person");

    /// <summary>Judges, and with <see cref="ImportMode.Apply"/> stores, a file of at most 1 MB and 5,000 lines.</summary>
    /// <param name="file">Any bytes.</param>
    /// <param name="desk">The desk of lines that name none.</param>
    /// <param name="mode">Whether anything is stored.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<RosterImportResult> HandleAsync(ReadOnlyMemory<byte> file, Guid? desk, ImportMode mode, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.PlanRoster);
        var (sheet, problem) = CsvSheet.Read(file.Span, s_shape);
        if (sheet is null)
        {
            return new RosterImportResult.Unreadable(problem);
        }

        if (mode == ImportMode.Apply)
        {
            return await ApplyAsync(sheet, desk, actor, ct);
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        return new RosterImportResult.Checked(Report(sheet, RosterImportPlan.Of(sheet, await RosterSnapshot.ReadAsync(db, clock.GetUtcNow(), ct), desk)));
    }

    private async Task<RosterImportResult> ApplyAsync(CsvSheet sheet, Guid? desk, Actor actor, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Every desk, always in one order: whoever puts somebody on a shift holds one of these locks.
        await db.Set<Desk>().FromSql($"select d.*, d.xmin from desks d where retired_at is null order by id for update").ToListAsync(ct);
        var now = clock.GetUtcNow();
        var plan = RosterImportPlan.Of(sheet, await RosterSnapshot.ReadAsync(db, now, ct), desk);
        var report = Report(sheet, plan);
        if (report.Refused > 0)
        {
            return new RosterImportResult.NotApplied(report);
        }

        foreach (var line in plan.Where(l => l.Shift is not null).DistinctBy(l => l.Shift!.Id).Where(l => l.Row.Verdict is RosterVerdict.Assign { NewShift: true }))
        {
            db.Add(line.Shift!);
            db.Add(TimelineEntry.Record(now, actor, ShiftHistory.Of(line.Desk!, line.Shift!, "planned", "planned by hand")));
        }

        foreach (var line in plan.Where(l => l.Shift is not null))
        {
            db.Add(Assignment.Of(line.Shift!, line.Account, AssignmentOrigin.Planned, now));
            db.Add(TimelineEntry.Record(now, actor, ShiftHistory.Of(line.Desk!, line.Shift!, "assigned", $"put {line.Row.Person} on")));
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new RosterImportResult.Applied(report);
    }

    private static RosterImportReport Report(CsvSheet sheet, IReadOnlyList<PlannedLine> plan) =>
        new([.. plan.Select(l => l.Row)], sheet.Delimiter, sheet.IgnoredColumns);
}
