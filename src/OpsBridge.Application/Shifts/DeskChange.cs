using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;

namespace OpsBridge.Shifts;

/// <summary>
/// Changes roster and watch of one desk at a time: the desk's row is locked until the change is stored, so two changes of one
/// desk never decide from the same state.
/// </summary>
public sealed class DeskChange(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Runs <paramref name="decide"/> and stores what it changed; <paramref name="notFound"/> where there is no such desk in use.</summary>
    internal async Task<TResult> ApplyAsync<TResult>(
        Guid id, TResult notFound, Func<OpsDbContext, Desk, DateTimeOffset, Task<TResult>> decide, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await LockAsync(db, id, ct) is not { RetiredAt: null } desk)
        {
            return notFound;
        }

        var result = await decide(db, desk, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return result;
    }

    /// <summary>The same for the desk of a shift.</summary>
    internal async Task<TResult> OfShiftAsync<TResult>(
        Guid shiftId, TResult notFound, Func<OpsDbContext, Desk, Shift, DateTimeOffset, Task<TResult>> decide, CancellationToken ct)
    {
        var desk = await DeskOfAsync(shiftId, ct);
        return desk is null
            ? notFound
            : await ApplyAsync(
                desk.Value,
                notFound,
                async (db, found, now) => await db.Set<Shift>().SingleOrDefaultAsync(s => s.Id == shiftId, ct) is { } shift ? await decide(db, found, shift, now) : notFound,
                ct);
    }

    /// <summary>Whether the database refused it because two things would be at one moment.</summary>
    internal static bool IsOverlap(DbUpdateException exception) =>
        exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.ExclusionViolation or PostgresErrorCodes.UniqueViolation };

    /// <summary>Locks a desk within the caller's transaction; null when there is none.</summary>
    internal static async Task<Desk?> LockAsync(OpsDbContext db, Guid id, CancellationToken ct) =>
        (await db.Set<Desk>().FromSql($"select d.*, d.xmin from desks d where id = {id} for update").ToListAsync(ct)).SingleOrDefault();

    private async Task<Guid?> DeskOfAsync(Guid shiftId, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<Shift>().Where(s => s.Id == shiftId).Select(s => (Guid?)s.DeskId).SingleOrDefaultAsync(ct);
    }
}
