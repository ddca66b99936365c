using OpsBridge.Alerts;
using OpsBridge.Assets;
using OpsBridge.Kernel;

namespace OpsBridge.Monitoring;

/// <summary>What observations of checks mean for the alerts.</summary>
public static class CheckSignals
{
    /// <summary>The labels that identify a check's alert.</summary>
    /// <remarks>Names are left out: a check or asset that is renamed keeps its open alert, and its acknowledgement.</remarks>
    public static Labels Identity(Guid checkId) => Labels.Of(("alertname", "CheckFailed"), ("check_id", checkId.ToString("N")));

    /// <summary>The signal of one observation; null when there is nothing to tell.</summary>
    public static AlertSignal? Of(CheckObservation seen)
    {
        if (seen.State.IsHardProblem)
        {
            return Signal(seen, firing: true, Summary(seen));
        }

        if (seen.Transitions.Any(t => t.Kind == TransitionKind.BecameUnreachable))
        {
            var because = seen.Reason!;
            return Signal(seen, firing: true, because) with { HiddenBecause = because };
        }

        // Every way back to good: an alert hidden while a parent was down may end in what is only a soft recovery. And what was
        // held back while the check flapped counts when it flaps no more.
        var good = seen.State.Status == CheckStatus.Ok
            && seen.Transitions.Any(t => t.Kind == TransitionKind.FlappingEnded || (t.To == CheckStatus.Ok && t.From != CheckStatus.Ok));
        return good ? Signal(seen, firing: false, Summary(seen)) : null;
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

    private static Labels Describe(WatchedCheck check) => check.Tags
        .With(Labels.Of(("asset", check.AssetName), ("check", check.Name), ("site", check.SiteName), ("kind", check.Settings.Kind)))
        .With(Identity(check.Id)); // an asset's tag of the same name must not change who the alert is

    private static AlertSignal Signal(CheckObservation seen, bool firing, string summary) =>
        new(Identity(seen.Check.Id), firing, SeverityOf(seen.State, seen.Check.Criticality), summary, seen.At)
        {
            Detail = seen.Result?.Detail,
            Descriptive = Describe(seen.Check),
            AssetId = seen.Check.AssetId,
            CheckId = seen.Check.Id,
            Flapping = seen.State.Flapping,
        };
}
