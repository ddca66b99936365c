using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Shifts.Watch;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.LogBook;

/// <summary>
/// Lets an entry decide and stores it with its timeline entry. When somebody changed the row first, it is read again and
/// decided again, so losing a race is an answer and never an error.
/// </summary>
public sealed class LogBookChange(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    private const int Excerpt = 160;

    /// <summary>Runs <paramref name="decide"/> on one entry and stores what it changed; <paramref name="notFound"/> where there is none.</summary>
    internal async Task<TResult> EntryAsync<TResult>(Guid id, TResult notFound, Func<EntryInHand, Task<TResult>> decide, CancellationToken ct)
    {
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            if (await db.Set<LogEntry>().SingleOrDefaultAsync(e => e.Id == id, ct) is not { } entry)
            {
                return notFound;
            }

            try
            {
                var now = clock.GetUtcNow();
                var result = await decide(new EntryInHand { Db = db, Entry = entry, LocksAt = entry.LocksAt(await ShiftOverAsync(db, entry, ct)), Now = now });
                await db.SaveChangesAsync(ct);
                return result;
            }
            catch (DbUpdateConcurrencyException)
            {
                // Somebody changed the row first: read it again and answer from what it says now.
            }
            catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                // Somebody made the same version first, and the version is written before the row: the same answer.
            }
        }
    }

    /// <summary>When the shift of an entry was over: at its end, or when it was handed over before that; null without a planned shift.</summary>
    internal static async Task<DateTimeOffset?> ShiftOverAsync(OpsDbContext db, LogEntry entry, CancellationToken ct)
    {
        if (entry.ShiftId is not { } id)
        {
            return null;
        }

        var ends = await db.Set<Shift>().Where(s => s.Id == id).Select(s => (DateTimeOffset?)s.EndsAt).SingleOrDefaultAsync(ct);
        var handedOver = await db.Set<WatchSpell>().Where(s => s.ShiftId == id && s.Ending == WatchEnding.HandedOver).MinAsync(s => s.LeftAt, ct);
        return handedOver < ends ? handedOver : ends;
    }

    /// <summary>What the timeline says about an entry.</summary>
    internal static Happening Happened(LogEntry entry, string verb, string words) =>
        new($"log.{verb}", entry.Id.ToString(), $"{words}: {Short(entry.Text)}") { AssetId = entry.AssetIds is [var asset, ..] ? asset : null };

    /// <summary>The first line, or as much of it as fits.</summary>
    internal static string Short(string text)
    {
        var line = text.Split('\n', 2)[0].TrimEnd('\r', ' ');
        if (line.Length <= Excerpt)
        {
            return line;
        }

        return $"{line[..(char.IsHighSurrogate(line[Excerpt - 1]) ? Excerpt - 1 : Excerpt)]}…";
    }
}

/// <summary>An entry about to be changed.</summary>
internal sealed record EntryInHand
{
    /// <summary>The context that stores it.</summary>
    public required OpsDbContext Db { get; init; }

    /// <summary>The entry.</summary>
    public required LogEntry Entry { get; init; }

    /// <summary>Since when it cannot be corrected any more (UTC).</summary>
    public required DateTimeOffset? LocksAt { get; init; }

    /// <summary>The moment (UTC).</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Whether it is too late to correct it.</summary>
    public bool IsLocked => LocksAt <= Now;
}
