using OpsBridge.Identity;

namespace OpsBridge.Alerts.Intake;

/// <summary>An alert that events of a group raise or move: the entity decides, this keeps what is to be written.</summary>
internal sealed class TouchedAlert
{
    private readonly List<PreparedEvent> _events = [];
    private readonly List<AlertTransition> _steps = [];

    private TouchedAlert(Alert alert, UInt128 key, DateTimeOffset latestStart) => (Alert, Key, LatestStart) = (alert, key, latestStart);

    /// <summary>The alert as it will be stored; the key of a new one is known afterwards.</summary>
    public Alert Alert { get; }

    /// <summary>Fingerprint of the condition.</summary>
    public UInt128 Key { get; }

    /// <summary>As its row stands; null for a new alert.</summary>
    public Alert? Before { get; private init; }

    /// <summary>The latest beginning that its source named.</summary>
    public DateTimeOffset LatestStart { get; private set; }

    /// <summary>Events about it, in order.</summary>
    public IReadOnlyList<PreparedEvent> Events => _events;

    /// <summary>Its steps, in order; those of a new alert lack its key.</summary>
    public IReadOnlyList<AlertTransition> Steps => _steps;

    /// <summary>A new alert from its first event.</summary>
    public static TouchedAlert Raise(PreparedEvent first)
    {
        var alert = Alert.Raise(first.Signal);
        var raised = new TouchedAlert(alert, first.Key, first.Begins ?? alert.StartsAt);
        raised.Note(first, SignalOutcome.Raised, isNews: true);
        return raised;
    }

    /// <summary>A new alert for a condition that was reported again after its alert had been closed.</summary>
    public static TouchedAlert RaiseAgain(Alert closed, UInt128 key, DateTimeOffset at, DateTimeOffset? endsAt)
    {
        var alert = closed.RaiseAgain(at, endsAt);
        return new TouchedAlert(alert, key, alert.StartsAt);
    }

    /// <summary>An open alert whose row is locked.</summary>
    public static TouchedAlert Locked(Alert row, UInt128 key, KnownAlert? known)
    {
        var latest = known?.Id == row.Id && known.LatestStart > row.StartsAt ? known.LatestStart : row.StartsAt;
        var touched = new TouchedAlert(row, key, latest) { Before = row.Snapshot() };
        if (known?.Id == row.Id && known.Repeats > 0 && known.Holds && row.ClearedAt is null)
        {
            row.Seen(known.Repeats, known.LastSeenAt, known.EndsAt); // what only memory knew goes along
        }

        return touched;
    }

    /// <summary>Takes in an event; false when the alert is closed by now and the event wants a new one.</summary>
    /// <param name="e">The event.</param>
    /// <param name="ended">Beginning of the latest occurrence that its sender resolved lately; null for none.</param>
    public bool Take(PreparedEvent e, DateTimeOffset? ended)
    {
        if (e.Event.Action == EventAction.Acknowledge)
        {
            Acknowledge(e);
            return true;
        }

        var verdict = IntakeRules.Judge(e, Alert.State == AlertState.Closed ? null : OpenCondition.Of(Alert, LatestStart), ended);
        if (verdict == Verdict.New)
        {
            return false;
        }

        if (verdict is Verdict.Stale or Verdict.KnownEnd)
        {
            e.IsStale = verdict == Verdict.Stale;
            _events.Add(e);
            return true;
        }

        var before = Alert.Standing;
        var outcome = Alert.Take(e.Signal);
        LatestStart = e.Signal.Firing && e.Begins > LatestStart ? e.Begins.Value : LatestStart;
        Note(e, outcome, isNews: verdict == Verdict.Change && outcome != SignalOutcome.Nothing);
        if (outcome.Step() is { } kind)
        {
            _steps.Add(Alert.Moved(before, kind, e.Request.By, e.Signal.At, e.Signal.Summary));
        }

        return true;
    }

    /// <summary>The condition ended without a word of its source.</summary>
    /// <param name="signal">How it ended.</param>
    /// <param name="by">Who noticed.</param>
    public void End(AlertSignal signal, Actor by)
    {
        var before = Alert.Standing;
        if (Alert.Take(signal).Step() is { } kind)
        {
            _steps.Add(Alert.Moved(before, kind, by, signal.At, signal.Summary));
        }
    }

    private void Acknowledge(PreparedEvent e)
    {
        var before = Alert.Standing;
        var done = Alert.Acknowledge(e.Request.By, e.Event.Summary, e.Signal.At) is AcknowledgeResult.Done or AcknowledgeResult.DoneAndClosed;
        Note(e, done ? SignalOutcome.Acknowledged : SignalOutcome.Nothing, done);
        if (done)
        {
            _steps.Add(Alert.Moved(before, AlertTransitionKind.Acknowledged, e.Request.By, e.Signal.At, e.Event.Summary));
        }
    }

    private void Note(PreparedEvent e, SignalOutcome outcome, bool isNews)
    {
        _events.Add(e);
        (e.Outcome, e.Alert, e.IsRecorded) = (outcome, Alert, isNews);
    }
}
