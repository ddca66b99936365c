using OpsBridge.Alerts.Correlation;
using OpsBridge.Alerts.Handling;
using OpsBridge.Identity;

namespace OpsBridge.Alerts;

/// <content>Taking an operator's step back.</content>
public sealed partial class Alert
{
    /// <summary>
    /// Puts back what was before the step; refused when anything moved the alert since. Repeats do not count as moves: their
    /// count, times and text stay.
    /// </summary>
    /// <param name="step">The step; it can be undone (<see cref="AlertTransition.Restore"/>).</param>
    /// <param name="by">Who takes it back.</param>
    /// <param name="at">Now.</param>
    internal AlertOutcome Undo(AlertTransition step, Actor by, DateTimeOffset at)
    {
        if (Revision != step.Revision)
        {
            return new AlertOutcome.Refused(Refusal.MovedSince);
        }

        var before = Standing;
        if (step.Kind is AlertTransitionKind.BecameSymptom or AlertTransitionKind.BecameCause)
        {
            RestoreRanking(RankingRestore.Read(step.Restore!));
            return new AlertOutcome.Done(Moved(before, AlertTransitionKind.Undone, by, at, null));
        }

        var was = AlertRestore.Read(step.Restore!);
        State = was.State;
        Severity = was.ReportedSeverity == ReportedSeverity ? was.Severity : ReportedSeverity;
        (OwnerId, OwnerName) = (was.OwnerId, was.OwnerName);
        (Acknowledgement, Shelf, LastNote) = (was.Acknowledgement, was.Shelf, was.LastNote);
        if (before.State == AlertState.Closed && State != AlertState.Closed)
        {
            ClosedAt = null;
            (ClearedAt, Ending, FlappingSince, HeldClearAt) = (was.ClearedAt, was.Ending, was.FlappingSince, was.HeldClearAt);
        }

        return new AlertOutcome.Done(Moved(before, AlertTransitionKind.Undone, by, at, null));
    }
}
