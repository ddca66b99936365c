using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts.LogBook;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Orders;

/// <summary>One thing of a digest.</summary>
/// <param name="Text">One line.</param>
/// <param name="Detail">More words; null for none.</param>
/// <param name="At">When it last changed (UTC).</param>
/// <param name="Href">Its page; null when it has none.</param>
/// <param name="Times">How often something was done to it.</param>
public sealed record DigestItem(string Text, string? Detail, DateTimeOffset At, string? Href, int Times);

/// <summary>Things of one sort.</summary>
/// <param name="Title">What they are.</param>
/// <param name="Items">The newest, at most 50.</param>
/// <param name="Total">How many there are in all; each thing counts once.</param>
public sealed record DigestSection(string Title, IReadOnlyList<DigestItem> Items, int Total);

/// <summary>What happened at a desk since somebody last stood watch there.</summary>
/// <param name="DeskId">The desk.</param>
/// <param name="DeskName">Its name.</param>
/// <param name="LastWatch">When the last time on watch ended (UTC); null for somebody who never stood watch there: the digest then tells of a week.</param>
/// <param name="From">From when it tells (UTC), included.</param>
/// <param name="Until">Until when (UTC), excluded.</param>
/// <param name="MustConfirm">Whether the watch cannot be taken before it is confirmed.</param>
/// <param name="ConfirmedAt">Until when this person has confirmed a digest since then (UTC); null when not.</param>
/// <param name="Sections">What happened, sections without anything left out.</param>
public sealed record DigestView(
    Guid DeskId, string DeskName, DateTimeOffset? LastWatch, DateTimeOffset From, DateTimeOffset Until, bool MustConfirm, DateTimeOffset? ConfirmedAt, IReadOnlyList<DigestSection> Sections);

/// <summary>Tells somebody what happened since they last stood watch.</summary>
public interface IWatchDigest
{
    /// <summary>The digest of the reader for a desk, as of now; null when there is no such desk in use.</summary>
    Task<DigestView?> ReadAsync(Guid desk, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IWatchDigest"/>
public sealed class WatchDigest(IDbContextFactory<OpsDbContext> contexts, IEnumerable<ILogBookKinds> slices, TimeProvider clock) : IWatchDigest
{
    private const int Shown = 50;
    private static readonly TimeSpan s_newcomer = TimeSpan.FromDays(7);

    /// <inheritdoc />
    public async Task<DigestView?> ReadAsync(Guid desk, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewShifts);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var name = await db.Set<Desk>().Where(d => d.Id == desk && d.RetiredAt == null).Select(d => d.Name).SingleOrDefaultAsync(ct);
        if (name is null || actor.Id is not { } who)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var (absence, planned) = await Absence.ReadAsync(db, desk, who, now, ct);
        var from = absence.Since ?? now - s_newcomer;
        DigestSection[] sections =
        [
            await OrdersAsync(db, desk, from, now, ct),
            await CarriedAsync(db, "New long-runners", EntriesOf(db, desk).Where(e => e.EnteredAt >= from && e.EnteredAt < now && e.ClosedAt == null), ct),
            await CarriedAsync(db, "Closed long-runners", EntriesOf(db, desk).Where(e => e.ClosedAt >= from && e.ClosedAt < now), ct),
            .. await ChangesAsync(db, from, now, actor, ct),
        ];
        return new DigestView(
            desk, name, absence.Since, from, now, absence.MustConfirm(now, planned), absence.ConfirmedUntil > absence.Since ? absence.ConfirmedUntil : null, [.. sections.Where(s => s.Total > 0)]);
    }

    private static async Task<DigestSection> OrdersAsync(OpsDbContext db, Guid desk, DateTimeOffset from, DateTimeOffset until, CancellationToken ct)
    {
        var orders = await db.Set<StandingOrder>().AsNoTracking()
            .Where(o => (o.ChangedAt >= from && o.ChangedAt < until) || (o.WithdrawnAt >= from && o.WithdrawnAt < until)).ToListAsync(ct);
        var items = orders.Where(o => o.IsFor(desk)).OrderByDescending(o => o.WithdrawnAt ?? o.ChangedAt)
            .Select(o => new DigestItem(o.Title, o.WithdrawnAt is null ? $"version {o.Number} by {o.ChangedBy}" : $"withdrawn by {o.WithdrawnBy}", o.WithdrawnAt ?? o.ChangedAt, $"/orders?id={o.Id}", 1)).ToList();
        return new DigestSection("Standing orders", [.. items.Take(Shown)], items.Count);
    }

    private static IQueryable<LogEntry> EntriesOf(OpsDbContext db, Guid desk) =>
        db.Set<LogEntry>().AsNoTracking().Where(e => e.Kind != LogEntryKind.Log && (e.DeskId == desk || e.DeskId == null));

    private static async Task<DigestSection> CarriedAsync(OpsDbContext db, string title, IQueryable<LogEntry> entries, CancellationToken ct)
    {
        var total = await entries.CountAsync(ct);
        var rows = await entries.OrderByDescending(e => e.EnteredAt).Take(Shown).ToListAsync(ct);
        return new DigestSection(
            title,
            rows.ConvertAll(e => new DigestItem(LogBookChange.Short(e.Text), e.ClosedAt is null ? $"owner {e.OwnerName ?? "nobody"}" : $"{e.ClosedBy}: {e.ClosingWord}", e.ClosedAt ?? e.EnteredAt, $"/log?id=e{e.Id}", 1)),
            total);
    }

    /// <summary>What the timeline says about the subjects that slices have named, each thing once with the last that was done to it.</summary>
    private async Task<IReadOnlyList<DigestSection>> ChangesAsync(OpsDbContext db, DateTimeOffset from, DateTimeOffset until, Actor actor, CancellationToken ct)
    {
        var sections = new List<DigestSection>();
        foreach (var slice in slices.Where(s => actor.May(s.Permission)))
        {
            foreach (var (subject, title) in slice.Digested)
            {
                var things = db.Set<TimelineEntry>().AsNoTracking().Where(e => e.Subject == subject && e.At >= from && e.At < until).GroupBy(e => e.SubjectId);
                var last = await things.Select(g => new { Id = g.Max(e => e.Id), Times = g.Count() }).OrderByDescending(g => g.Id).Take(Shown).ToListAsync(ct);
                var ids = last.ConvertAll(l => l.Id);
                var entries = await db.Set<TimelineEntry>().AsNoTracking().Where(e => ids.Contains(e.Id)).ToDictionaryAsync(e => e.Id, ct);
                sections.Add(new DigestSection(
                    title,
                    last.ConvertAll(l => new DigestItem($"{entries[l.Id].ActorName} {entries[l.Id].Text}", entries[l.Id].Why, entries[l.Id].At, slice.PageOf(subject, entries[l.Id].SubjectId), l.Times)),
                    last.Count < Shown ? last.Count : await things.CountAsync(ct)));
            }
        }

        return sections;
    }
}
