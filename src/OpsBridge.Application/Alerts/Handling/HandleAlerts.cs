using OpsBridge.Identity;

namespace OpsBridge.Alerts.Handling;

/// <summary>
/// An operator does one thing to one or to thousands of alerts, in one transaction. Losing a race is an answer per alert,
/// never an error. Verbs are data (<see cref="AlertVerb"/>), so one and ten thousand alerts take the same way.
/// </summary>
public sealed class HandleAlerts(AlertSteps steps, OrderRules rules, TimeProvider clock)
{
    /// <summary>The most alerts of one order.</summary>
    public const int Most = 10_000;

    /// <summary>Does it.</summary>
    public async Task<HandleResult> HandleAsync(AlertOrder order, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.HandleAlerts);
        var now = clock.GetUtcNow();
        var (complete, invalid) = await rules.CheckAsync(order, now, actor, ct);
        if (invalid is not null)
        {
            return invalid;
        }

        var action = Guid.CreateVersion7(now);
        var alerts = await steps.MoveAsync([.. complete.Ids.Distinct()], static (_, _) => Task.CompletedTask, Decide, actor, ct);
        return new HandleResult.Handled(action, alerts);

        AlertOutcome Decide(Alert alert)
        {
            if (complete.Version is { } version && version != alert.Version)
            {
                return new AlertOutcome.Refused(Refusal.OtherVersion);
            }

            var outcome = alert.Handle(complete.Verb, complete.Comment, actor, now);
            return complete.Verb.Undoable && outcome is AlertOutcome.Done done
                ? new AlertOutcome.Done(done.Step with { ActionId = action })
                : outcome;
        }
    }
}
