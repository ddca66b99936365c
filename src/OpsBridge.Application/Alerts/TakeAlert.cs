using OpsBridge.Identity;

namespace OpsBridge.Alerts;

/// <summary>An operator makes an alert theirs, also from somebody else.</summary>
public sealed class TakeAlert(AlertChange change)
{
    /// <summary>Takes it.</summary>
    public Task<TakeResult> HandleAsync(long alertId, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.HandleAlerts);
        return change.ApplyAsync<TakeResult>(
            alertId,
            AlertTransitionKind.Taken,
            actor,
            new TakeResult.NotFound(),
            (alert, _) => alert.TakeOver(actor) switch
            {
                TakeResult.Done done => (done, AlertChange.Happened(alert, "taken", "took") with
                {
                    Before = new { Owner = done.From },
                    After = new { Owner = actor.Name },
                }),
                var other => (other, null),
            },
            ct);
    }
}
