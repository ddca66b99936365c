using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Orders;

/// <summary>Answer of <see cref="SaveOrder"/>.</summary>
public abstract record SaveOrderResult
{
    /// <summary>Issued; everybody concerned confirms it (anew).</summary>
    /// <param name="Id">Its key.</param>
    /// <param name="Number">Number of the version.</param>
    public sealed record Done(Guid Id, int Number) : SaveOrderResult;

    /// <summary>No such order.</summary>
    public sealed record NotFound : SaveOrderResult;

    /// <summary>Somebody changed it first; nothing was stored.</summary>
    /// <param name="By">Who.</param>
    public sealed record Stale(string By) : SaveOrderResult;

    /// <summary>It was withdrawn meanwhile.</summary>
    /// <param name="By">By whom.</param>
    public sealed record Withdrawn(string By) : SaveOrderResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Errors">Plain words by field of <see cref="OrderDetails"/>.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : SaveOrderResult;
}

/// <summary>Issues a standing order, or a new version of one.</summary>
public sealed class SaveOrder(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Stores it.</summary>
    /// <param name="id">The order to change; null for a new one.</param>
    /// <param name="seen">Number of the version that was changed; 0 for a new one.</param>
    /// <param name="details">What it says.</param>
    /// <param name="actor">Who issues.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<SaveOrderResult> HandleAsync(Guid? id, int seen, OrderDetails details, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.IssueOrders);
        var now = clock.GetUtcNow();
        if (details.Validate(now) is { Count: > 0 } errors)
        {
            return new SaveOrderResult.Invalid(errors);
        }

        details = details.Normalized();
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (details.DeskIds.Count > 0 && await db.Set<Desk>().CountAsync(d => details.DeskIds.Contains(d.Id) && d.RetiredAt == null, ct) != details.DeskIds.Count)
        {
            return new SaveOrderResult.Invalid(new Dictionary<string, string>(StringComparer.Ordinal) { [nameof(details.DeskIds)] = "There is no such desk in use." });
        }

        var order = id is null ? null : await db.Set<StandingOrder>().SingleOrDefaultAsync(o => o.Id == id, ct);
        if (Refuse(id, seen, order) is { } refused)
        {
            return refused;
        }

        return await StoreAsync(db, order, details, actor, now, ct);
    }

    private static SaveOrderResult? Refuse(Guid? id, int seen, StandingOrder? order) => order switch
    {
        null => id is null ? null : new SaveOrderResult.NotFound(),
        { WithdrawnAt: not null } => new SaveOrderResult.Withdrawn(order.WithdrawnBy!),
        _ => order.Number == seen ? null : new SaveOrderResult.Stale(order.ChangedBy),
    };

    private async Task<SaveOrderResult> StoreAsync(OpsDbContext db, StandingOrder? order, OrderDetails details, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        var verb = order is null ? "issued" : "changed";
        if (order is null)
        {
            db.Add(order = StandingOrder.Issue(details, actor, now));
        }
        else
        {
            order.Change(details, actor, now);
        }

        db.Add(OrderVersion.Of(order));
        db.Add(TimelineEntry.Record(now, actor, new Happening($"order.{verb}", order.Id.ToString(), $"{verb} standing order: {order.Title}")
        {
            After = new { order.Number, order.Title, order.Required, order.From, order.Until, order.Roles, order.DeskIds },
        }));
        try
        {
            await db.SaveChangesAsync(ct);
            return new SaveOrderResult.Done(order.Id, order.Number);
        }
        catch (DbUpdateConcurrencyException)
        {
            return await StaleAsync(order.Id, ct);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return await StaleAsync(order.Id, ct); // the version is written before the row
        }
    }

    private async Task<SaveOrderResult> StaleAsync(Guid id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var newest = await db.Set<StandingOrder>().AsNoTracking().SingleAsync(o => o.Id == id, ct);
        return newest.WithdrawnBy is { } by ? new SaveOrderResult.Withdrawn(by) : new SaveOrderResult.Stale(newest.ChangedBy);
    }
}
