using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Orders;

/// <summary>Answer of <see cref="ConfirmOrder"/>.</summary>
public abstract record ConfirmOrderResult
{
    /// <summary>Read and understood, by name and time.</summary>
    public sealed record Done : ConfirmOrderResult;

    /// <summary>The actor confirmed this version before.</summary>
    public sealed record AlreadyConfirmed : ConfirmOrderResult;

    /// <summary>A newer version has been issued since it was read.</summary>
    /// <param name="Number">Its number.</param>
    public sealed record Newer(int Number) : ConfirmOrderResult;

    /// <summary>It does not hold any more.</summary>
    public sealed record Withdrawn : ConfirmOrderResult;

    /// <summary>No such order.</summary>
    public sealed record NotFound : ConfirmOrderResult;
}

/// <summary>"Read and understood", by a person, of the version that was read.</summary>
public sealed class ConfirmOrder(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Confirms it.</summary>
    /// <param name="id">The order.</param>
    /// <param name="seen">Number of the version that was read.</param>
    /// <param name="actor">An account: a key reads nothing.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<ConfirmOrderResult> HandleAsync(Guid id, int seen, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.StandWatch);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var order = await db.Set<StandingOrder>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == id, ct);
        if (order is null || actor.Id is not { } who || await AccountInRole.FindAsync(db, who, ct) is null)
        {
            return new ConfirmOrderResult.NotFound();
        }

        if (order.WithdrawnAt is not null || order.Number != seen)
        {
            return order.WithdrawnAt is not null ? new ConfirmOrderResult.Withdrawn() : new ConfirmOrderResult.Newer(order.Number);
        }

        var now = clock.GetUtcNow();
        db.Add(OrderConfirmation.Of(order, who, actor.Name, now));
        db.Add(TimelineEntry.Record(now, actor, new Happening("order.confirmed", order.Id.ToString(), $"read and understood: {order.Title}") { After = new { order.Number } }));
        try
        {
            await db.SaveChangesAsync(ct);
            return new ConfirmOrderResult.Done();
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return new ConfirmOrderResult.AlreadyConfirmed();
        }
    }
}
