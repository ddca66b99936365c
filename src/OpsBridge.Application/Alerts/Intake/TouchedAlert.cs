using OpsBridge.Alerts.Handling;
using OpsBridge.Identity;

namespace OpsBridge.Alerts.Intake;

/// <summary>An alert that events of a group raise or move: the entity decides, this keeps what is to be written.</summary>
internal sealed class TouchedAlert
{
    private readonly List<PreparedEvent> _events = [];
    private readonly List<AlertTransition> _steps = [];

    private readonly FlapRule _rule;

    private TouchedAlert(Alert alert, UInt128 key, DateTimeOffset latestStart, FlapRule rule) =>
        (Alert, Key, LatestStart, _rule) = (alert, key, latestStart, rule);

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
    /// <param name="first">The event.</param>
    /// <param name="earlierFlips">Raises and clears of the alert that the condition had before, if that closed lately.</param>
    /// <param name="rule">When it flaps.</param>
    public static TouchedAlert Raise(PreparedEvent first, IReadOnlyList<DateTimeOffset>? earlierFlips, FlapRule rule)
    {
        var alert = Alert.Raise(first.Signal, earlierFlips, rule);
        var raised = new TouchedAlert(alert, first.Key, first.Begins ?? alert.StartsAt, rule);
        raised.Note(first, SignalOutcome.Raised, isNews: true);
        if (alert.FlappingSince is not null)
        {
            raised._steps.Add(alert.Moved(alert.Standing with { Flapping = false }, AlertTransitionKind.FlappingStarted, first.Request.By, first.Signal.At, first.Signal.Summary));
        }

        return raised;
    }

    /// <summary>A new alert for a condition that was reported again after its alert had been closed.</summary>
    public static TouchedAlert RaiseAgain(Alert closed, KnownAlert known, FlapRule rule)
    {
        var alert = closed.RaiseAgain(known.LastSeenAt, known.EndsAt);
        return new TouchedAlert(alert, known.Key, alert.StartsAt, rule);
    }

    /// <summary>An open alert whose row is locked.</summary>
    public static TouchedAlert Locked(Alert row, UInt128 key, KnownAlert? known, FlapRule rule)
    {
        var latest = known?.Id == row.Id && known.LatestStart > row.StartsAt ? known.LatestStart : row.StartsAt;
        var touched = new TouchedAlert(row, key, latest, rule) { Before = row.Snapshot() };
        if (known?.Id == row.Id && known.Repeats > 0 && row.Holds)
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

        var outcome = Move(e.Signal, e.Request.By);
        LatestStart = e.Signal.Firing && e.Begins > LatestStart ? e.Begins.Value : LatestStart;
        Note(e, outcome, isNews: verdict == Verdict.Change && outcome != SignalOutcome.Nothing);
        return true;
    }

    /// <summary>The condition was reported again, as it was reported before, though the row says that it is gone.</summary>
    public void TakeAgain(KnownAlert known, Actor by)
    {
        var again = new AlertSignal(Alert.Labels, Firing: true, Alert.ReportedSeverity, Alert.Summary, known.LastSeenAt)
        {
            Detail = Alert.Detail,
            Annotations = Alert.Annotations,
            GeneratorUrl = Alert.GeneratorUrl,
            EndsAt = known.EndsAt,
            ContentMark = Alert.ContentMark,
        };
        Move(again, by);
    }

    /// <summary>The condition ended without a word of its source.</summary>
    /// <param name="signal">How it ended.</param>
    /// <param name="by">Who noticed.</param>
    public void End(AlertSignal signal, Actor by) => Move(signal, by);

    private SignalOutcome Move(AlertSignal signal, Actor by)
    {
        var before = Alert.Standing;
        var outcome = Alert.Take(signal, _rule);
        if (outcome.Step() is { } kind)
        {
            _steps.Add(Alert.Moved(before, kind, by, signal.At, signal.Summary));
        }

        return outcome;
    }

    private void Acknowledge(PreparedEvent e)
    {
        var done = Alert.Handle(new AlertVerb.Acknowledge(), e.Event.Summary, e.Request.By, e.Signal.At) as AlertOutcome.Done;
        Note(e, done is null ? SignalOutcome.Nothing : SignalOutcome.Acknowledged, isNews: done is not null);
        if (done is not null)
        {
            _steps.Add(done.Step);
        }
    }

    private void Note(PreparedEvent e, SignalOutcome outcome, bool isNews)
    {
        _events.Add(e);
        (e.Outcome, e.Alert, e.IsRecorded) = (outcome, Alert, isNews);
    }
}
