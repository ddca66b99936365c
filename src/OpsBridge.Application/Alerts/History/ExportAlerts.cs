using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Alerts.History;

/// <summary>Writes alerts with their times, owners and notes as a file, newest first, a few thousand at a time; the whole never lies in memory.</summary>
public sealed class ExportAlerts(IDbContextFactory<OpsDbContext> contexts)
{
    private const int Chunk = 2000;

    /// <summary>Writes the alerts that match.</summary>
    public async Task HandleAsync(AlertExportFilter filter, AlertExportFormat format, Stream output, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var file = format == AlertExportFormat.Csv ? await AlertCsv.CreateAsync(output, ct) : new AlertJson(output) as IAlertFile;
        var place = (At: DateTimeOffset.MaxValue.ToUniversalTime(), Id: long.MaxValue);
        while (true)
        {
            var rows = await ReadAsync(db, filter, place.At, place.Id, ct);
            var wanted = rows.Where(r => filter.IsMatch(r.Alert.Labels)).ToList();
            var notes = await NotesAsync(db, wanted, ct);
            foreach (var row in wanted)
            {
                await file.WriteAsync(row with { Notes = [.. notes[row.Alert.Id]] }, ct);
            }

            if (rows.Count < Chunk)
            {
                await file.EndAsync(ct);
                return;
            }

            place = (rows[^1].Alert.RaisedAt, rows[^1].Alert.Id);
        }
    }

    private static Task<List<ExportedAlert>> ReadAsync(OpsDbContext db, AlertExportFilter filter, DateTimeOffset at, long id, CancellationToken ct)
    {
        var below = db.Set<Alert>().AsNoTracking().Where(a => EF.Functions.LessThan(ValueTuple.Create(a.RaisedAt, a.Id), ValueTuple.Create(at, id)));
        var query =
            from a in filter.On(below)
            join asset in db.Set<Asset>() on a.AssetId equals asset.Id into assets
            from asset in assets.DefaultIfEmpty()
            join site in db.Set<Site>() on asset.SiteId equals site.Id into sites
            from site in sites.DefaultIfEmpty()
            orderby a.RaisedAt descending, a.Id descending
            select new ExportedAlert(a, asset.Name, site.Name);
        return query.Take(Chunk).ToListAsync(ct);
    }

    /// <summary>Only alerts that show a note are asked for theirs.</summary>
    private static async Task<ILookup<long, ExportedNote>> NotesAsync(OpsDbContext db, List<ExportedAlert> rows, CancellationToken ct)
    {
        var noted = rows.Where(r => r.Alert.LastNote is not null).ToList();
        if (noted.Count == 0)
        {
            return Array.Empty<ExportedNote>().ToLookup(_ => 0L);
        }

        var ids = noted.ConvertAll(r => r.Alert.Id);
        var from = noted.Min(r => r.Alert.RaisedAt).AddDays(-1);
        var notes = await db.Set<AlertTransition>().AsNoTracking()
            .Where(t => t.Kind == AlertTransitionKind.Noted && ids.Contains(t.AlertId) && t.At >= from)
            .OrderBy(t => t.At).ThenBy(t => t.Revision)
            .Select(t => new { t.AlertId, Note = new ExportedNote(t.At, t.ActorName, t.Why ?? "") })
            .ToListAsync(ct);
        return notes.ToLookup(n => n.AlertId, n => n.Note);
    }
}

/// <summary>A note as exported.</summary>
internal sealed record ExportedNote(DateTimeOffset At, string By, string Text);

/// <summary>An alert as exported.</summary>
internal sealed record ExportedAlert(Alert Alert, string? Asset, string? Site)
{
    public IReadOnlyList<ExportedNote> Notes { get; init; } = [];
}

/// <summary>A file that alerts are written to, one after the other.</summary>
internal interface IAlertFile : IAsyncDisposable
{
    Task WriteAsync(ExportedAlert row, CancellationToken ct);

    /// <summary>Nothing follows.</summary>
    Task EndAsync(CancellationToken ct);
}
