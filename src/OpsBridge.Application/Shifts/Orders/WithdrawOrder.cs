using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Orders;

/// <summary>Answer of <see cref="WithdrawOrder"/>.</summary>
public abstract record WithdrawOrderResult
{
    /// <summary>It holds no longer; it stays readable.</summary>
    public sealed record Done : WithdrawOrderResult;

    /// <summary>Somebody withdrew it before.</summary>
    /// <param name="By">Who.</param>
    public sealed record AlreadyWithdrawn(string By) : WithdrawOrderResult;

    /// <summary>No such order.</summary>
    public sealed record NotFound : WithdrawOrderResult;
}

/// <summary>Takes a standing order back before its time is over.</summary>
public sealed class WithdrawOrder(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    private const int MaxWhy = 1000;

    /// <summary>Withdraws it.</summary>
    public async Task<WithdrawOrderResult> HandleAsync(Guid id, string? why, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.IssueOrders);
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            if (await db.Set<StandingOrder>().SingleOrDefaultAsync(o => o.Id == id, ct) is not { } order)
            {
                return new WithdrawOrderResult.NotFound();
            }

            var now = clock.GetUtcNow();
            if (!order.Withdraw(actor, now))
            {
                return new WithdrawOrderResult.AlreadyWithdrawn(order.WithdrawnBy!);
            }

            db.Add(TimelineEntry.Record(now, actor, new Happening("order.withdrawn", order.Id.ToString(), $"withdrew standing order: {order.Title}") { Why = PlainText.IsText(why, MaxWhy) ? why : null }));
            try
            {
                await db.SaveChangesAsync(ct);
                return new WithdrawOrderResult.Done();
            }
            catch (DbUpdateConcurrencyException)
            {
                // Somebody changed it first: read it again and decide anew.
            }
        }
    }
}
