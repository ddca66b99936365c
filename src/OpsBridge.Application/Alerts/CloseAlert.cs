using OpsBridge.Identity;

namespace OpsBridge.Alerts;

/// <summary>An operator ends an alert whose condition is gone.</summary>
public sealed class CloseAlert(AlertChange change)
{
    /// <summary>Closes it; refused while the check that raised it still sees the condition.</summary>
    public Task<CloseResult> HandleAsync(long alertId, string? why, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.HandleAlerts);
        return change.ApplyAsync<CloseResult>(
            alertId,
            AlertTransitionKind.Closed,
            actor,
            new CloseResult.NotFound(),
            (alert, now) =>
            {
                var before = alert.State;
                var result = alert.Close(now);
                return result is CloseResult.Done
                    ? (result, AlertChange.Happened(alert, "closed", "closed") with
                    {
                        Before = new { State = before.ToString() },
                        After = new { State = alert.State.ToString() },
                        Why = why,
                    })
                    : (result, null);
            },
            ct);
    }
}
