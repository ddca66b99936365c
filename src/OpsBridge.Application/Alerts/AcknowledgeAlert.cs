using OpsBridge.Identity;

namespace OpsBridge.Alerts;

/// <summary>An operator says that they saw an alert and answers for it. Losing a race is an answer, not an error.</summary>
public sealed class AcknowledgeAlert(AlertChange change)
{
    /// <summary>Acknowledges; the note is optional and at most 300 characters of it are kept on the alert.</summary>
    public Task<AcknowledgeResult> HandleAsync(long alertId, string? note, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.HandleAlerts);
        return change.ApplyAsync<AcknowledgeResult>(
            alertId,
            AlertTransitionKind.Acknowledged,
            actor,
            new AcknowledgeResult.NotFound(),
            (alert, now) =>
            {
                var before = alert.State;
                var result = alert.Acknowledge(actor, note, now);
                return result is AcknowledgeResult.Done or AcknowledgeResult.DoneAndClosed
                    ? (result, AlertChange.Happened(alert, "acknowledged", "acknowledged") with
                    {
                        Before = new { State = before.ToString() },
                        After = new { State = alert.State.ToString(), Owner = alert.OwnerName },
                        Why = note,
                    })
                    : (result, null);
            },
            ct);
    }
}
