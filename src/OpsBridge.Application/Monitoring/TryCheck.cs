using OpsBridge.Identity;

namespace OpsBridge.Monitoring;

/// <summary>An admin tries settings before storing them.</summary>
public sealed class TryCheck(ProbeOnce probe, CheckRules rules)
{
    /// <summary>Runs the probe once; nothing is stored.</summary>
    public async Task<RunCheckResult> HandleAsync(CheckDetails details, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditChecks);
        var errors = new Dictionary<string, string>(details.Validate(), StringComparer.Ordinal);
        errors.Remove(nameof(CheckDetails.Name)); // a name is not needed to try
        if (errors.Count == 0 && rules.Refusal(details.Settings) is { } refusal)
        {
            errors[nameof(CheckDetails.Settings)] = refusal;
        }

        if (errors.Count > 0)
        {
            return new RunCheckResult.Invalid(errors);
        }

        return details.Settings is HeartbeatSettings
            ? new RunCheckResult.Passive()
            : new RunCheckResult.Done(await probe.RunAsync(details.Settings, details.Timeout, details.Thresholds, ct));
    }
}
