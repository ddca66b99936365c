using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OpsBridge.Csv;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Assets;

/// <summary>An admin loads assets from a CSV file: first a dry run with a verdict on every row, then all of it or nothing.</summary>
public sealed partial class ImportAssets(EstateChange estate, IDbContextFactory<OpsDbContext> contexts, ILogger<ImportAssets> logger)
{
    /// <summary>The most rows a file may have.</summary>
    public const int MaxRows = 10_000;

    /// <summary>The most bytes a file may have.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    /// <summary>Judges, and with <see cref="ImportMode.Apply"/> stores, a file of at most 10 MB and 10,000 rows.</summary>
    public async Task<ImportResult> HandleAsync(ReadOnlyMemory<byte> file, ImportMode mode, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditAssets);
        var (sheet, problem) = AssetSheet.Read(file.Span);
        if (sheet is null)
        {
            return new ImportResult.Unreadable(problem);
        }

        if (mode == ImportMode.DryRun)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            return new ImportResult.Checked(Report(sheet, ImportPlan.Of(sheet, await SnapshotAsync(db, ct))));
        }

        return await estate.ApplyAsync((db, now) => ApplyAsync(db, sheet, now, actor, ct), ct);
    }

    private async Task<ImportResult> ApplyAsync(OpsDbContext db, CsvSheet sheet, DateTimeOffset now, Actor actor, CancellationToken ct)
    {
        var snapshot = await SnapshotAsync(db, ct);
        var plan = ImportPlan.Of(sheet, snapshot);
        var report = Report(sheet, plan);
        if (report.Refused > 0)
        {
            return new ImportResult.NotApplied(report);
        }

        await StoreAsync(db, plan, snapshot, what => db.Record(now, actor, what), ct);
        LogImported(report.Created, report.Changed, actor.Name);
        return new ImportResult.Applied(report);
    }

    private static async Task StoreAsync(
        OpsDbContext db, IReadOnlyList<PlannedRow> plan, EstateSnapshot snapshot, Action<Happening> record, CancellationToken ct)
    {
        var sites = snapshot.Sites.ToDictionary(s => s.Value, s => s.Key);
        var names = snapshot.Assets.ToDictionary(a => a.Value.Id, a => a.Key);
        foreach (var row in plan)
        {
            names[row.Id] = row.Name;
        }

        db.ChangeTracker.AutoDetectChangesEnabled = false; // one look over everything at the end, not one per added row
        var changing = plan.Where(r => r.Verdict is ImportVerdict.Change).Select(r => r.Id).ToArray();
        var known = await db.Set<Asset>().Include(a => a.Parents).Where(a => changing.Contains(a.Id)).ToDictionaryAsync(a => a.Id, ct);
        foreach (var row in plan)
        {
            switch (row.Verdict)
            {
                case ImportVerdict.Create:
                    var created = Asset.Create(row.Id, row.Details!);
                    db.Add(created);
                    record(EstateHistory.Created(created, id => sites[id], id => names[id]));
                    break;
                case ImportVerdict.Change change:
                    known[row.Id].Change(row.Details!);
                    db.Entry(known[row.Id]).Property(a => a.Name).IsModified = true; // new parents alone must give a new version too
                    record(EstateHistory.Changed(known[row.Id], change.Fields));
                    break;
            }
        }

        db.ChangeTracker.DetectChanges();
        await db.SaveChangesAsync(ct);
    }

    private static async Task<EstateSnapshot> SnapshotAsync(OpsDbContext db, CancellationToken ct)
    {
        var sites = await db.Set<Site>().ToDictionaryAsync(s => s.Name, s => s.Id, StringComparer.Ordinal, ct);
        var assets = await db.Set<Asset>().AsNoTracking().Include(a => a.Parents)
            .ToDictionaryAsync(a => a.Name, a => new KnownAsset(a.Id, a.ToDetails(), a.RetiredAt), StringComparer.Ordinal, ct);
        return new EstateSnapshot(sites, assets);
    }

    private static ImportReport Report(CsvSheet sheet, IReadOnlyList<PlannedRow> plan) =>
        new([.. plan.Select(r => new ImportRow(r.Line, r.Name, r.Verdict))], sheet.Delimiter, sheet.IgnoredColumns);

    [LoggerMessage(Level = LogLevel.Information, Message = "Imported assets: {Created} created, {Changed} changed, by {Operator}")]
    private partial void LogImported(int created, int changed, string @operator);
}
