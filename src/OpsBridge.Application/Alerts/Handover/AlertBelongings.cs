using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts.Handling;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts.Handover;

namespace OpsBridge.Alerts.Handover;

/// <summary>Alerts, shelved ones among them, that people going off watch own. They move as if somebody had given them, by the same rules and with the same history.</summary>
internal sealed class AlertBelongings : IHandoverBelongings
{
    /// <inheritdoc />
    public string Kind => "alert";

    /// <inheritdoc />
    public async Task<IReadOnlyList<Belonging>> OwnedByAsync(OpsDbContext db, IReadOnlyCollection<Guid> owners, bool lockThem, CancellationToken ct)
    {
        var open = db.Set<Alert>().AsNoTracking().Where(a => a.State != AlertState.Closed && a.OwnerId != null && owners.Contains(a.OwnerId.Value));
        if (lockThem)
        {
            var ids = await open.Select(a => a.Id).ToArrayAsync(ct);
            await AlertWriter.LockAsync(db, ids, ct);
        }

        var owned = await open.Select(a => new { a.Id, a.Summary, a.Severity, a.OwnerId, a.OwnerName }).ToListAsync(ct);
        return [.. owned.OrderByDescending(a => a.Severity).ThenBy(a => a.Id).Select(a =>
        {
            var key = a.Id.ToString(CultureInfo.InvariantCulture);
            return new Belonging(Kind, key, a.Summary, a.OwnerId!.Value, a.OwnerName ?? "", $"/alerts/{key}");
        })];
    }

    /// <inheritdoc />
    public async Task MoveAsync(OpsDbContext db, IReadOnlyCollection<Transfer> transfers, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        var moved = new List<MovedAlert>(transfers.Count);
        var by = transfers.ToDictionary(t => long.Parse(t.Key, CultureInfo.InvariantCulture));
        foreach (var alert in await AlertWriter.LockAsync(db, [.. by.Keys], ct))
        {
            var (to, before) = (by[alert.Id], alert.Snapshot());
            AlertVerb verb = to.PersonId is { } person ? new AlertVerb.Give(person) { Name = to.PersonName ?? "" } : new AlertVerb.Pool();
            if (alert.Handle(verb, "handed over with the watch", actor, now) is AlertOutcome.Done done)
            {
                moved.Add(new MovedAlert(before, alert, [done.Step]));
            }
        }

        await AlertWriter.WriteAsync(db, moved, actor, ct);
    }
}
