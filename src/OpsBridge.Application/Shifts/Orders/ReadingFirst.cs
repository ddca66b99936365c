using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts.Watch;

namespace OpsBridge.Shifts.Orders;

/// <summary>Before a watch is taken: required orders confirmed, and after an absence of more than one shift the digest.</summary>
internal sealed class ReadingFirst(TimeProvider clock) : IWatchPreconditions
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<string>> UnmetAsync(OpsDbContext db, Guid desk, Actor who, CancellationToken ct)
    {
        if (who.Id is not { } id || await AccountInRole.FindAsync(db, id, ct) is not { } account)
        {
            return ["Only a person stands watch."];
        }

        var now = clock.GetUtcNow();
        var orders = await db.Set<StandingOrder>().AsNoTracking()
            .Where(o => o.Required && o.WithdrawnAt == null && o.From <= now && (o.Until == null || o.Until > now)
                && !db.Set<OrderConfirmation>().Any(c => c.OrderId == o.Id && c.Number == o.Number && c.AccountId == id))
            .OrderBy(o => o.ChangedAt).ToListAsync(ct);
        var unmet = orders.Where(o => o.IsFor(desk) && o.IsFor(account.Role)).Select(o => $"Read and confirm the standing order “{o.Title}” (/orders).").ToList();
        var (absence, planned) = await Absence.ReadAsync(db, desk, id, now, ct);
        if (absence.MustConfirm(now, planned))
        {
            unmet.Add($"Read and confirm what happened since you last stood watch (/watch/digest?desk={desk}).");
        }

        return unmet;
    }
}
