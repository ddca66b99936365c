using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Shifts.LogBook;

/// <summary>Reads what people and programs wrote.</summary>
internal static class WrittenEntries
{
    private const int MostReplies = 500;

    /// <summary>The entries that fulfil the conditions, in no order.</summary>
    public static IQueryable<LogEntry> Of(OpsDbContext db, LogFilter filter)
    {
        var entries = LogWords.ToQuery(filter.Text) is { } words
            ? db.Set<LogEntry>().FromSql($"select *, xmin from log_entries where search @@ to_tsquery('simple', {words})").AsNoTracking()
            : db.Set<LogEntry>().AsNoTracking();
        entries = filter.DeskId is { } desk ? entries.Where(e => e.DeskId == desk || e.DeskId == null) : entries;
        entries = filter.Kind is { } kind ? entries.Where(e => e.Kind == kind) : entries;
        entries = filter.OpenOnly ? entries.Where(e => e.Kind != LogEntryKind.Log && e.ClosedAt == null) : entries;
        entries = filter.Author is { } author ? entries.Where(e => e.AuthorName == author) : entries;
        entries = filter.AssetId is { } asset ? entries.Where(e => e.AssetIds.Contains(asset)) : entries;
        entries = filter.AlertId is { } alert ? entries.Where(e => e.AlertId == alert) : entries;
        entries = filter.Tag is { } tag ? entries.Where(e => e.Tags.Contains(tag)) : entries;
        entries = filter.From is { } from ? entries.Where(e => e.EventAt >= from.ToUniversalTime()) : entries;
        return filter.Until is { } until ? entries.Where(e => e.EventAt < until.ToUniversalTime()) : entries;
    }

    /// <summary>The next rows after a place.</summary>
    public static async Task<IReadOnlyList<LogRow>> ReadAsync(OpsDbContext db, LogFilter filter, LogCursor? after, int take, CancellationToken ct)
    {
        var entries = Of(db, filter);
        if (after is { EntryId: { } id })
        {
            entries = entries.Where(e => EF.Functions.LessThan(ValueTuple.Create(e.EventAt, e.Id), ValueTuple.Create(after.At, id)));
        }
        else if (after is not null)
        {
            entries = entries.Where(e => e.EventAt < after.At); // those of the same moment came before its automatic ones
        }

        return await Rows(db, entries.OrderByDescending(e => e.EventAt).ThenByDescending(e => e.Id).Take(take)).ToListAsync(ct);
    }

    /// <summary>The rows with the names that their assets have now.</summary>
    public static async Task<IReadOnlyList<LogRow>> NameAssetsAsync(OpsDbContext db, IReadOnlyList<LogRow> rows, CancellationToken ct)
    {
        var ids = rows.SelectMany(r => r.Assets).Select(a => a.Id).Distinct().ToList();
        if (ids.Count == 0)
        {
            return rows;
        }

        var names = await db.Set<Asset>().AsNoTracking().Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Name, ct);
        return [.. rows.Select(r => r.Assets.Count == 0 ? r : r with { Assets = [.. r.Assets.Select(a => a with { Name = names.GetValueOrDefault(a.Id, "(removed)") })] })];
    }

    /// <summary>One entry with all that hangs on it.</summary>
    public static async Task<LogEntryView?> FindAsync(OpsDbContext db, Guid id, Actor actor, CancellationToken ct)
    {
        if (await db.Set<LogEntry>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, ct) is not { } entry)
        {
            return null;
        }

        var rows = await NameAssetsAsync(
            db,
            await Rows(db, db.Set<LogEntry>().AsNoTracking().Where(e => e.Id == id || e.ReplyToId == id).OrderBy(e => e.EventAt).ThenBy(e => e.Id).Take(MostReplies)).ToListAsync(ct),
            ct);
        var ids = rows.Select(r => r.EntryId!.Value).ToList();
        return new LogEntryView
        {
            Row = rows.Single(r => r.EntryId == id),
            Replies = [.. rows.Where(r => r.EntryId != id)],
            Pin = entry.Pin,
            OwnerId = entry.OwnerId,
            ClosedBy = entry.ClosedBy,
            ClosingWord = entry.ClosingWord,
            LocksAt = entry.LocksAt(await LogBookChange.ShiftOverAsync(db, entry, ct)),
            MayChange = entry.MayChange(actor),
            ShiftName = await db.Set<Shift>().Where(s => s.Id == entry.ShiftId).Select(s => s.Name).SingleOrDefaultAsync(ct),
            DeskName = await db.Set<Desk>().Where(d => d.Id == entry.DeskId).Select(d => d.Name).SingleOrDefaultAsync(ct),
            Versions = await db.Set<LogVersion>().AsNoTracking().Where(v => v.EntryId == id).OrderByDescending(v => v.Number)
                .Select(v => new LogVersionView(v.Number, v.Text, v.At, v.ByName, v.Why)).ToListAsync(ct),
            Files = await db.Set<LogAttachment>().AsNoTracking().Where(f => ids.Contains(f.EntryId)).OrderBy(f => f.Id)
                .Select(f => new LogFileView(f.Id, f.EntryId, f.Name, f.MediaType, f.Length, f.Sha256, f.At, f.ByName)).ToListAsync(ct),
        };
    }

    private static IQueryable<LogRow> Rows(OpsDbContext db, IQueryable<LogEntry> entries) =>
        entries.Select(e => new LogRow
        {
            Key = "e" + e.Id,
            At = e.EventAt,
            Who = e.AuthorName,
            Text = e.Text,
            EntryId = e.Id,
            Kind = e.Kind,
            EnteredAt = e.EnteredAt,
            Late = e.Late,
            DeskId = e.DeskId,
            ReplyToId = e.ReplyToId,
            AlertId = e.AlertId,
            Assets = e.AssetIds.Select(a => new NamedAsset(a, "")).ToList(),
            Tags = e.Tags,
            Pinned = e.Pin == null ? null : e.Pin.Title,
            Versions = e.Versions,
            Replies = db.Set<LogEntry>().Count(r => r.ReplyToId == e.Id),
            Files = db.Set<LogAttachment>().Count(f => f.EntryId == e.Id),
            OwnerName = e.OwnerName,
            ClosedAt = e.ClosedAt,
        });
}
