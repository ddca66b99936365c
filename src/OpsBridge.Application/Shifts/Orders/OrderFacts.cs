using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts.Handover;

namespace OpsBridge.Shifts.Orders;

/// <summary>What a handover says of standing orders: those issued or changed since the last cut, those that end or begin in the next shift, and who has not read a required one.</summary>
internal sealed class OrderFacts : IHandoverFacts
{
    /// <inheritdoc />
    public HandoverSection Section => HandoverSection.StandingOrders;

    /// <inheritdoc />
    public async Task<HandoverFactList> ReadAsync(OpsDbContext db, HandoverSpan span, DateTimeOffset now, CancellationToken ct)
    {
        var orders = (await db.Set<StandingOrder>().AsNoTracking()
            .Where(o => o.From < span.NextUntil && (o.Until == null || o.Until > span.From) && (o.WithdrawnAt == null || o.WithdrawnAt >= span.From)).ToListAsync(ct))
            .Where(o => o.IsFor(span.DeskId)).ToList();
        var people = await AccountInRole.WatchmenAsync(db, ct);
        var confirmed = await OrderReaders.ConfirmedAsync(db, [.. orders.Select(o => o.Id)], ct);
        var facts = orders.Select(o => Fact(o, span, now, [.. people.Where(p => o.IsFor(p.Role) && !confirmed[o.Id].Any(c => c.AccountId == p.Id && c.Number == o.Number)).Select(p => p.Name)]))
            .OfType<HandoverFact>().OrderByDescending(f => f.Tone).ThenByDescending(f => f.Since).ToList();
        return new HandoverFactList(facts, facts.Count);
    }

    /// <summary>Null for an order that goes on as before and that everybody has read.</summary>
    private static HandoverFact? Fact(StandingOrder order, HandoverSpan span, DateTimeOffset now, IReadOnlyList<string> missing)
    {
        var words = new List<string>();
        void Say(bool so, string text)
        {
            if (so)
            {
                words.Add(text);
            }
        }

        var open = order.WithdrawnAt is null;
        var gaps = open && order.Required ? missing : [];
        Say(!open, $"withdrawn by {order.WithdrawnBy}");
        Say(open && order.ChangedAt >= span.From && order.ChangedAt < span.Until, order.Number == 1 ? "new" : string.Create(CultureInfo.InvariantCulture, $"changed, version {order.Number}"));
        Say(open && order.Until is { } until && until < span.NextUntil, order.Until < span.Until ? "ended" : "ends in the next shift");
        Say(open && order.From >= span.Until, "begins in the next shift");
        Say(gaps.Count > 0, $"not read by {string.Join(", ", gaps.Take(8))}{(gaps.Count > 8 ? $" and {gaps.Count - 8} more" : "")}");
        return words.Count == 0 ? null : new HandoverFact($"order/{order.Id}", order.Title)
        {
            Detail = string.Join("; ", words),
            Tone = gaps.Count > 0 && order.StateAt(now) == OrderState.InForce ? FactTone.Warn : FactTone.Plain,
            Href = $"/orders?id={order.Id}",
            Since = order.ChangedAt,
            Owner = order.ChangedBy,
        };
    }
}
