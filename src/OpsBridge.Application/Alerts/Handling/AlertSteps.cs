using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Alerts.Handling;

/// <summary>
/// Locks alerts, lets them decide, and writes what moved: rows, history and timeline together or not at all. Alerts are
/// locked in the order of their keys, as the signals of sources lock them, so nobody waits in a circle.
/// </summary>
public sealed class AlertSteps(IDbContextFactory<OpsDbContext> contexts)
{
    /// <summary>Returns an outcome for each key, in the order asked.</summary>
    /// <param name="ids">Keys, each once.</param>
    /// <param name="prepare">Reads what the decisions need besides the alerts, in the same transaction, after they are locked.</param>
    /// <param name="decide">Decides for one alert.</param>
    /// <param name="actor">Who moves them.</param>
    /// <param name="ct">Gives up; nothing is written then.</param>
    internal async Task<IReadOnlyList<HandledAlert>> MoveAsync(
        long[] ids, Func<OpsDbContext, IReadOnlyList<Alert>, Task> prepare, Func<Alert, AlertOutcome> decide, Actor actor, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var alerts = await AlertWriter.LockAsync(db, ids, ct);
        await prepare(db, alerts);
        var outcomes = new Dictionary<long, AlertOutcome>(alerts.Count);
        var moved = new List<MovedAlert>(alerts.Count);
        foreach (var alert in alerts)
        {
            var before = alert.Snapshot();
            var outcome = decide(alert);
            outcomes.Add(alert.Id, outcome);
            if (outcome is AlertOutcome.Done { Step: var step })
            {
                moved.Add(new MovedAlert(before, alert, [step]));
            }
        }

        await AlertWriter.WriteAsync(db, moved, actor, ct);
        await transaction.CommitAsync(ct);
        return [.. ids.Select(id => new HandledAlert(id, outcomes.GetValueOrDefault(id) ?? new AlertOutcome.NotFound()))];
    }
}
