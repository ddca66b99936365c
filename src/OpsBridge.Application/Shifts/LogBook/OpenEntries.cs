using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts.Handover;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.LogBook;

/// <summary>Ongoing entries and cases: what a handover says of them, and how they change hands with the watch.</summary>
public sealed class OpenEntries : IHandoverFacts, IHandoverBelongings
{
    private const int Most = 500;

    /// <inheritdoc />
    public HandoverSection Section => HandoverSection.Promises;

    /// <inheritdoc />
    public string Kind => "entry";

    /// <inheritdoc />
    public async Task<HandoverFactList> ReadAsync(OpsDbContext db, HandoverSpan span, DateTimeOffset now, CancellationToken ct)
    {
        var open = Open(db).Where(e => (e.DeskId == span.DeskId || e.DeskId == null) && e.EventAt < span.Until);
        var total = await open.CountAsync(ct);
        var rows = await open.OrderBy(e => e.OwnerId != null).ThenBy(e => e.EventAt).ThenBy(e => e.Id).Take(Most)
            .Select(e => new { e.Id, e.Kind, e.EventAt, e.Text, e.OwnerName, Last = db.Set<LogEntry>().Where(r => r.ReplyToId == e.Id).OrderByDescending(r => r.EventAt).Select(r => r.AuthorName + ": " + r.Text).FirstOrDefault() })
            .ToListAsync(ct);
        return new HandoverFactList(
            rows.ConvertAll(e => new HandoverFact($"{Kind}/{e.Id}", LogBookChange.Short(e.Text))
            {
                Detail = e.Kind == LogEntryKind.Case ? "Case" : "Ongoing",
                Tone = e.OwnerName is null ? FactTone.Warn : FactTone.Plain,
                Href = $"/log?id=e{e.Id}",
                Since = e.EventAt,
                Owner = e.OwnerName,
                Background = e.Last is null ? null : LogBookChange.Short(e.Last),
            }),
            total);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<Belonging>> OwnedByAsync(OpsDbContext db, IReadOnlyCollection<Guid> owners, bool lockThem, CancellationToken ct)
    {
        var ids = owners.ToArray();
        var entries = lockThem
            ? db.Set<LogEntry>().FromSql($"select *, xmin from log_entries where kind <> 'Log' and closed_at is null and owner_id = any({ids}) order by id for update")
            : Open(db).Where(e => ids.Contains(e.OwnerId!.Value));
        var rows = await entries.AsNoTracking().ToListAsync(ct);
        return [.. rows.OrderBy(e => e.EventAt).Select(e => new Belonging(Kind, e.Id.ToString(), LogBookChange.Short(e.Text), e.OwnerId!.Value, e.OwnerName ?? "", $"/log?id=e{e.Id}"))];
    }

    /// <inheritdoc />
    public async Task MoveAsync(OpsDbContext db, IReadOnlyCollection<Transfer> transfers, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        actor.Demand(Permissions.StandWatch);
        var decisions = transfers.ToDictionary(t => Guid.Parse(t.Key));
        var ids = decisions.Keys.ToArray();
        foreach (var entry in await db.Set<LogEntry>().Where(e => ids.Contains(e.Id) && e.ClosedAt == null).ToListAsync(ct))
        {
            var (to, before) = (decisions[entry.Id], entry.OwnerName);
            var pool = to.To == TransferTo.Pool;
            entry.Give(pool ? null : to.PersonId, pool ? null : to.PersonName);
            db.Add(TimelineEntry.Record(now, actor, LogBookChange.Happened(entry, "given", entry.OwnerName is { } name ? $"gave to {name}" : "gave back to the pool") with
            {
                Before = new { Owner = before },
                After = new { Owner = entry.OwnerName },
            }));
        }

        await db.SaveChangesAsync(ct);
    }

    private static IQueryable<LogEntry> Open(OpsDbContext db) => db.Set<LogEntry>().AsNoTracking().Where(e => e.Kind != LogEntryKind.Log && e.ClosedAt == null);
}
