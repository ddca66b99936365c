using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Shifts.Orders;

/// <summary>A standing order as somebody sees it.</summary>
public sealed record OrderRow
{
    /// <summary>Key.</summary>
    public required Guid Id { get; init; }

    /// <summary>What it says.</summary>
    public required OrderDetails Details { get; init; }

    /// <summary>Number of the newest version.</summary>
    public required int Number { get; init; }

    /// <summary>Where in its life when it was read.</summary>
    public required OrderState State { get; init; }

    /// <summary>When the newest version was issued (UTC).</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string ChangedBy { get; init; }

    /// <summary>Names of the desks that it is for.</summary>
    public IReadOnlyList<string> Desks { get; init; } = [];

    /// <summary>Whether it concerns the reader.</summary>
    public bool Mine { get; init; }

    /// <summary>When the reader confirmed the newest version (UTC).</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>Who confirmed the newest version, by name.</summary>
    public IReadOnlyList<string> Confirmed { get; init; } = [];

    /// <summary>Who has not, by name.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Whether the reader still has to confirm it.</summary>
    public bool ToConfirm => Mine && ConfirmedAt is null && State == OrderState.InForce;
}

/// <summary>Reads standing orders.</summary>
public interface IStandingOrders
{
    /// <summary>All that are not older than 400 days: what the reader has to confirm first, required before others, then newest first.</summary>
    Task<IReadOnlyList<OrderRow>> ReadAsync(Actor actor, CancellationToken ct);

    /// <summary>All versions of one, newest first.</summary>
    Task<IReadOnlyList<OrderVersionView>> VersionsAsync(Guid id, Actor actor, CancellationToken ct);
}

/// <summary>One version of an order.</summary>
public sealed record OrderVersionView(int Number, string Title, string Text, DateTimeOffset At, string By);

/// <inheritdoc cref="IStandingOrders"/>
public sealed class StandingOrders(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock) : IStandingOrders
{
    private const int Most = 1000;
    private static readonly TimeSpan s_remembered = TimeSpan.FromDays(400);

    /// <inheritdoc />
    public async Task<IReadOnlyList<OrderRow>> ReadAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewShifts);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var since = now - s_remembered;
        var orders = await db.Set<StandingOrder>().AsNoTracking().Where(o => (o.Until == null || o.Until > since) && (o.WithdrawnAt == null || o.WithdrawnAt > since))
            .OrderByDescending(o => o.ChangedAt).Take(Most).ToListAsync(ct);
        var desks = await db.Set<Desk>().AsNoTracking().ToDictionaryAsync(d => d.Id, d => d.Name, ct);
        var people = await AccountInRole.WatchmenAsync(db, ct);
        var confirmed = await OrderReaders.ConfirmedAsync(db, [.. orders.Select(o => o.Id)], ct);
        var rows = orders.ConvertAll(o => Row(o, desks, people, confirmed[o.Id].Where(c => c.Number == o.Number).ToList(), actor, now));
        return [.. rows.OrderByDescending(r => r.ToConfirm).ThenByDescending(r => r.ToConfirm && r.Details.Required).ThenBy(r => r.State is OrderState.Over or OrderState.Withdrawn).ThenByDescending(r => r.ChangedAt)];
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<OrderVersionView>> VersionsAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewShifts);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<OrderVersion>().AsNoTracking().Where(v => v.OrderId == id).OrderByDescending(v => v.Number)
            .Select(v => new OrderVersionView(v.Number, v.Title, v.Text, v.At, v.ByName)).ToListAsync(ct);
    }

    private static OrderRow Row(
        StandingOrder order, IReadOnlyDictionary<Guid, string> desks, IReadOnlyList<AccountInRole> people, List<OrderConfirmation> confirmed, Actor actor, DateTimeOffset now)
    {
        var done = confirmed.Select(c => c.AccountId).ToHashSet();
        return new OrderRow
        {
            Id = order.Id,
            Details = new OrderDetails(order.Title, order.Text, order.Required, order.From, order.Until)
            {
                Roles = [.. order.Roles.Select(Enum.Parse<Role>)],
                DeskIds = order.DeskIds,
            },
            Number = order.Number,
            State = order.StateAt(now),
            ChangedAt = order.ChangedAt,
            ChangedBy = order.ChangedBy,
            Desks = [.. order.DeskIds.Select(d => desks.GetValueOrDefault(d, "(given up)"))],
            Mine = people.FirstOrDefault(p => p.Id == actor.Id) is { } me && order.IsFor(me.Role),
            ConfirmedAt = confirmed.Find(c => c.AccountId == actor.Id)?.At,
            Confirmed = [.. confirmed.OrderBy(c => c.At).Select(c => c.AccountName)],
            Missing = [.. people.Where(p => order.IsFor(p.Role) && !done.Contains(p.Id)).Select(p => p.Name)],
        };
    }
}

/// <summary>Who has read orders.</summary>
internal static class OrderReaders
{
    /// <summary>Confirmations of orders, by order.</summary>
    public static async Task<ILookup<Guid, OrderConfirmation>> ConfirmedAsync(OpsDbContext db, IReadOnlyList<Guid> orders, CancellationToken ct) =>
        (await db.Set<OrderConfirmation>().AsNoTracking().Where(c => orders.Contains(c.OrderId)).ToListAsync(ct)).ToLookup(c => c.OrderId);
}
