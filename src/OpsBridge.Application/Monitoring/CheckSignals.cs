using OpsBridge.Alerts;
using OpsBridge.Assets;
using OpsBridge.Kernel;

namespace OpsBridge.Monitoring;

/// <summary>What observations of checks mean for the alerts.</summary>
public static class CheckSignals
{
    /// <summary>The labels that identify a check's alert.</summary>
    public static Labels Identity(WatchedCheck check) =>
        Labels.Of(("alertname", "CheckFailed"), ("asset", check.AssetName), ("check", check.Name), ("check_id", check.Id.ToString("N")));

    /// <summary>The signal of one observation; null when there is nothing to tell.</summary>
    public static AlertSignal? Of(CheckObservation seen)
    {
        if (seen.State.IsHardProblem)
        {
            return Signal(seen, firing: true, Summary(seen));
        }

        var last = seen.Transitions.Count == 0 ? null : seen.Transitions[^1];
        if (seen.Transitions.Any(t => t.Kind == TransitionKind.BecameUnreachable))
        {
            var because = $"unreachable because {seen.State.Because} is down";
            return Signal(seen, firing: true, because) with { HiddenBecause = because };
        }

        var recovered = seen.Transitions.Any(t => t.Kind is TransitionKind.HardRecovery or TransitionKind.ReachableAgain) && seen.State.Status == CheckStatus.Ok;
        return recovered && last is not null ? Signal(seen, firing: false, Summary(seen)) : null;
    }

    /// <summary>How bad a status is: a critical check of an asset on which much depends is critical, of another it is major.</summary>
    public static AlertSeverity SeverityOf(CheckRuntimeState state, Criticality criticality) => state.Status switch
    {
        CheckStatus.Critical => criticality >= Criticality.High ? AlertSeverity.Critical : AlertSeverity.Major,
        CheckStatus.Unknown when state.Class == CheckStateClass.NoData => AlertSeverity.Major,
        CheckStatus.Ok => AlertSeverity.Info,
        _ => AlertSeverity.Warning,
    };

    private static string Summary(CheckObservation seen) => seen.State.Class == CheckStateClass.NoData
        ? $"{seen.Check.Name}: {seen.State.Because}"
        : $"{seen.Check.Name}: {seen.Result?.Summary}";

    private static AlertSignal Signal(CheckObservation seen, bool firing, string summary) =>
        new(Identity(seen.Check), firing, SeverityOf(seen.State, seen.Check.Criticality), summary, seen.At)
        {
            Detail = seen.Result?.Detail,
            Descriptive = seen.Check.Tags.With(Labels.Of(("site", seen.Check.SiteName), ("kind", seen.Check.Settings.Kind))),
            AssetId = seen.Check.AssetId,
            CheckId = seen.Check.Id,
        };
}
