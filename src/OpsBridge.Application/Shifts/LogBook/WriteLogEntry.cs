using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts.Watch;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.LogBook;

/// <summary>Answer of <see cref="WriteLogEntry"/>.</summary>
public abstract record WriteLogEntryResult
{
    /// <summary>Stored.</summary>
    /// <param name="Id">Its key.</param>
    /// <param name="Late">Whether it is marked late.</param>
    public sealed record Done(Guid Id, bool Late) : WriteLogEntryResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Errors">Plain words by field of <see cref="LogEntryDetails"/>.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : WriteLogEntryResult;
}

/// <summary>Writes an entry, an answer to one, or pins something with a few words.</summary>
public sealed class WriteLogEntry(IDbContextFactory<OpsDbContext> contexts, IEnumerable<IPinSource> pins, TimeProvider clock)
{
    /// <summary>Stores the entry, its first version and its timeline entry in one transaction.</summary>
    public async Task<WriteLogEntryResult> HandleAsync(LogEntryDetails details, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.StandWatch);
        var now = clock.GetUtcNow();
        if (details.Validate(now) is { Count: > 0 } errors)
        {
            return new WriteLogEntryResult.Invalid(errors);
        }

        details = details.Normalized(now);
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await RefuseAsync(db, details, ct) is { } wrong)
        {
            return wrong;
        }

        var pin = await PinAsync(db, details.Pin, actor, now, ct);
        if (details.Pin is not null && pin is null)
        {
            return Invalid(nameof(details.Pin), "There is no such thing to pin.");
        }

        details = await ThreadedAsync(db, details, pin, ct);
        var entry = LogEntry.Write(details, await PlaceAsync(db, details, actor, now, ct), pin, actor, now);
        db.Add(entry);
        db.Add(LogVersion.Of(entry.Id, 1, entry.Text, null, actor, now));
        var (verb, words) = pin is null ? ("written", details.ReplyToId is null ? "wrote" : "answered") : ("pinned", $"pinned {pin.Kind} {LogBookChange.Short(pin.Title)}");
        db.Add(TimelineEntry.Record(now, actor, LogBookChange.Happened(entry, verb, words) with { After = new { entry.Kind, entry.EventAt, entry.Late } }));
        await db.SaveChangesAsync(ct);
        return new WriteLogEntryResult.Done(entry.Id, entry.Late);
    }

    private static async Task<WriteLogEntryResult.Invalid?> RefuseAsync(OpsDbContext db, LogEntryDetails details, CancellationToken ct)
    {
        if (details.DeskId is { } desk && !await db.Set<Desk>().AnyAsync(d => d.Id == desk && d.RetiredAt == null, ct))
        {
            return Invalid(nameof(details.DeskId), "There is no such desk in use.");
        }

        if (details.AssetIds.Count > 0 && await db.Set<Asset>().CountAsync(a => details.AssetIds.Contains(a.Id), ct) != details.AssetIds.Count)
        {
            return Invalid(nameof(details.AssetIds), "There is no such asset.");
        }

        if (details.ReplyToId is not { } answered)
        {
            return null;
        }

        var to = await db.Set<LogEntry>().Where(e => e.Id == answered).Select(e => new { e.ClosedAt, e.ClosedBy }).SingleOrDefaultAsync(ct);
        return to switch
        {
            null => Invalid(nameof(details.ReplyToId), "There is no such entry to answer."),
            { ClosedAt: not null } => Invalid(nameof(details.ReplyToId), $"{to.ClosedBy} has closed it. Write a new entry."),
            _ => null,
        };
    }

    /// <summary>An answer to an answer joins the thread; an entry that pins something is about that thing.</summary>
    private static async Task<LogEntryDetails> ThreadedAsync(OpsDbContext db, LogEntryDetails details, PinSnapshot? pin, CancellationToken ct)
    {
        var root = details.ReplyToId is { } to ? await db.Set<LogEntry>().Where(e => e.Id == to).Select(e => e.ReplyToId).SingleAsync(ct) ?? to : (Guid?)null;
        var assets = pin?.AssetId is { } asset && !details.AssetIds.Contains(asset) ? [asset, .. details.AssetIds] : details.AssetIds;
        return details with { ReplyToId = root, AssetIds = assets };
    }

    private async Task<PinSnapshot?> PinAsync(OpsDbContext db, PinWish? wish, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        if (wish is null || pins.FirstOrDefault(p => p.Kind == wish.Kind) is not { } source)
        {
            return null;
        }

        actor.Demand(source.Permission);
        return await source.TakeAsync(db, wish.Key, now, ct);
    }

    /// <summary>The desk that was named, else where the author stands watch, else the only one; and its shift at the event.</summary>
    private static async Task<LogPlace> PlaceAsync(OpsDbContext db, LogEntryDetails details, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        var desk = details.DeskId;
        if (desk is null && details.ReplyToId is { } to)
        {
            desk = await db.Set<LogEntry>().Where(e => e.Id == to).Select(e => e.DeskId).SingleAsync(ct);
        }

        desk ??= await db.Set<WatchSpell>().Where(s => s.AccountId == actor.Id && s.LeftAt == null).OrderBy(s => s.TakenAt).Select(s => (Guid?)s.DeskId).FirstOrDefaultAsync(ct);
        if (desk is null)
        {
            var desks = await db.Set<Desk>().Where(d => d.RetiredAt == null).Select(d => d.Id).Take(2).ToListAsync(ct);
            desk = desks is [var only] ? only : null;
        }

        var at = details.EventAt ?? now;
        var shift = desk is null ? null : await db.Set<Shift>().Where(s => s.DeskId == desk && s.StartsAt <= at && at < s.EndsAt).SingleOrDefaultAsync(ct);
        return new LogPlace(desk, shift?.Id, shift?.EndsAt);
    }

    private static WriteLogEntryResult.Invalid Invalid(string field, string reason) =>
        new(new Dictionary<string, string>(StringComparer.Ordinal) { [field] = reason });
}
