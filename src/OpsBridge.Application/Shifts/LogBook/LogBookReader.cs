using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Kernel;

namespace OpsBridge.Shifts.LogBook;

/// <summary>Reads the log book: what people wrote and what the timeline says, as one list by time.</summary>
public interface ILogBook
{
    /// <summary>One page, newest first. Each entry is on just one page, whatever is written meanwhile.</summary>
    /// <param name="filter">What is wanted.</param>
    /// <param name="after">The place that the page before gave; null for the newest. A text that is no place begins anew.</param>
    /// <param name="size">Rows, 1 to <see cref="PageSize.Max"/>.</param>
    /// <param name="actor">Who reads.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<Page<LogRow>> PageAsync(LogFilter filter, string? after, int size, Actor actor, CancellationToken ct);

    /// <summary>How many entries fulfil a filter.</summary>
    Task<int> CountAsync(LogFilter filter, Actor actor, CancellationToken ct);

    /// <summary>One written entry with its versions, answers and files; null when there is none.</summary>
    Task<LogEntryView?> FindAsync(Guid id, Actor actor, CancellationToken ct);

    /// <summary>The planned shifts that touch a stretch of time, by their beginning; at most 500.</summary>
    Task<IReadOnlyList<LogShift>> ShiftsAsync(Guid? deskId, DateTimeOffset from, DateTimeOffset until, Actor actor, CancellationToken ct);

    /// <summary>The desks in use, by name.</summary>
    Task<IReadOnlyList<LogDesk>> DesksAsync(Actor actor, CancellationToken ct);
}

/// <summary>A planned shift as a heading of the log book.</summary>
public sealed record LogShift(Guid Id, Guid DeskId, string Name, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string Zone);

/// <summary>A desk by name.</summary>
public sealed record LogDesk(Guid Id, string Name);

/// <inheritdoc cref="ILogBook"/>
public sealed class LogBookReader(IDbContextFactory<OpsDbContext> contexts, AutomaticEntries automatic) : ILogBook
{
    private const int MostShifts = 500;

    /// <inheritdoc />
    public async Task<Page<LogRow>> PageAsync(LogFilter filter, string? after, int size, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewShifts);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (wanted, cursor, take) = (await BoundAsync(db, filter, ct), LogCursor.Parse(after), PageSize.Bounded(size));
        var written = wanted.Origin == LogOrigin.Automatic ? [] : await WrittenEntries.ReadAsync(db, wanted, cursor, take + 1, ct);
        var shown = await automatic.ReadAsync(db, wanted, cursor, take + 1, actor, ct);
        var rows = Merge(written, shown, take + 1);
        var items = await WrittenEntries.NameAssetsAsync(db, [.. rows.Take(take)], ct);
        return new Page<LogRow>(items, rows.Count > take ? LogCursor.Of(items[^1]).ToString() : null);
    }

    /// <inheritdoc />
    public async Task<int> CountAsync(LogFilter filter, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewShifts);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var wanted = await BoundAsync(db, filter, ct);
        var written = wanted.Origin == LogOrigin.Automatic ? 0 : await WrittenEntries.Of(db, wanted).CountAsync(ct);
        return written + await automatic.CountAsync(db, wanted, actor, ct);
    }

    /// <inheritdoc />
    public async Task<LogEntryView?> FindAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewShifts);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await WrittenEntries.FindAsync(db, id, actor, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<LogShift>> ShiftsAsync(Guid? deskId, DateTimeOffset from, DateTimeOffset until, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewShifts);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var shifts = db.Set<Shift>().AsNoTracking().Where(s => (deskId == null || s.DeskId == deskId) && s.StartsAt < until && s.EndsAt > from).OrderBy(s => s.StartsAt).Take(MostShifts);
        return await (
            from shift in shifts
            join desk in db.Set<Desk>() on shift.DeskId equals desk.Id
            orderby shift.StartsAt
            select new LogShift(shift.Id, shift.DeskId, shift.Name, shift.StartsAt, shift.EndsAt, desk.Zone)).ToListAsync(ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<LogDesk>> DesksAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewShifts);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<Desk>().AsNoTracking().Where(d => d.RetiredAt == null).OrderBy(d => d.Name).Select(d => new LogDesk(d.Id, d.Name)).ToListAsync(ct);
    }

    /// <summary>A shift is a desk and a stretch of time: what is planned anew later still shows what happened then.</summary>
    private static async Task<LogFilter> BoundAsync(OpsDbContext db, LogFilter filter, CancellationToken ct)
    {
        if (filter.ShiftId is not { } id)
        {
            return filter;
        }

        var shift = await db.Set<Shift>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct);
        return shift is null
            ? filter with { From = DateTimeOffset.MaxValue.ToUniversalTime(), Until = DateTimeOffset.UnixEpoch }
            : filter with
            {
                DeskId = filter.DeskId ?? shift.DeskId,
                From = filter.From > shift.StartsAt ? filter.From : shift.StartsAt,
                Until = filter.Until < shift.EndsAt ? filter.Until : shift.EndsAt,
            };
    }

    /// <summary>Both lists are newest first; at one moment written entries come before automatic ones, as <see cref="LogCursor"/> has it.</summary>
    private static List<LogRow> Merge(IReadOnlyList<LogRow> written, IReadOnlyList<LogRow> shown, int most)
    {
        var merged = new List<LogRow>(Math.Min(most, written.Count + shown.Count));
        var (w, s) = (0, 0);
        while (merged.Count < most && (w < written.Count || s < shown.Count))
        {
            var takeWritten = s == shown.Count || (w < written.Count && written[w].At >= shown[s].At);
            merged.Add(takeWritten ? written[w++] : shown[s++]);
        }

        return merged;
    }
}
