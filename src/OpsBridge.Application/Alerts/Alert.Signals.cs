namespace OpsBridge.Alerts;

/// <content>What sources say of it.</content>
public sealed partial class Alert
{
    /// <summary>The severity that the source reported last; differs from <see cref="Severity"/> after an operator judged it.</summary>
    public AlertSeverity ReportedSeverity { get; private set; }

    /// <summary>
    /// Takes in what the source says now. A severity that the acknowledgement or shelf does not cover alarms anew; a condition
    /// that comes back before anybody acknowledged its going is the same alert again.
    /// </summary>
    /// <param name="signal">What it says.</param>
    /// <param name="rule">When it flaps, for sources that do not detect that themselves; null means <see cref="FlapRule.Default"/>.</param>
    public SignalOutcome Take(AlertSignal signal, FlapRule? rule = null)
    {
        if (State == AlertState.Closed)
        {
            return SignalOutcome.Nothing;
        }

        if (Flap(signal, rule ?? FlapRule.Default) is { } held)
        {
            return held;
        }

        var settled = FlappingSince is not null && signal.Flapping == false;
        if (settled)
        {
            (FlappingSince, HeldClearAt) = (null, null);
        }

        var outcome = !signal.Firing ? TakeCleared(signal) : signal.HiddenBecause is null ? TakeFiring(signal) : Hide(signal.HiddenBecause);
        return settled && outcome is (SignalOutcome.Repeated or SignalOutcome.Nothing) ? SignalOutcome.FlappingEnded : outcome;
    }

    private SignalOutcome TakeFiring(AlertSignal signal)
    {
        var was = Severity;
        if (signal.Severity != ReportedSeverity)
        {
            (Severity, ReportedSeverity) = (signal.Severity, signal.Severity); // news: an operator's judgement was of the old one
        }

        var cameBack = ClearedAt is not null;
        TakeIn(signal);
        var severity = Severity > was ? SignalOutcome.Worsened : Severity < was ? SignalOutcome.Eased : SignalOutcome.Repeated;
        var holds = AcknowledgementHolds(was, signal.At);
        switch (State)
        {
            case AlertState.ReturnedUnacknowledged:
                State = AlertState.Unacknowledged;
                return SignalOutcome.CameBack;
            case AlertState.Suppressed:
                State = holds ? AlertState.Acknowledged : AlertState.Unacknowledged;
                Acknowledgement = holds ? Acknowledgement : null;
                return SignalOutcome.CameBack;
            case AlertState.Shelved:
                return TakeOnShelf(severity, holds, cameBack);
            case AlertState.Acknowledged when !holds && severity != SignalOutcome.Repeated: // one that only ran out ends by the clock
                (State, Acknowledgement) = (AlertState.Unacknowledged, null);
                return severity;
            default:
                return severity;
        }
    }

    /// <summary>It holds: text, count and times move.</summary>
    private void TakeIn(AlertSignal signal)
    {
        Summary = Cut(signal.Summary, MaxSummary);
        Detail = signal.Detail is null ? Detail : Cut(signal.Detail, MaxDetail);
        Labels = Labels.With(signal.Descriptive);
        LastSeenAt = signal.At > LastSeenAt ? signal.At : LastSeenAt;
        EndsAt = signal.EndsAt;
        (ClearedAt, HeldClearAt, Ending) = (null, null, null);
        Count++;
    }

    private SignalOutcome Hide(string because)
    {
        if (State is AlertState.Suppressed or AlertState.Shelved)
        {
            return SignalOutcome.Nothing;
        }

        (State, ClearedAt, Ending) = (AlertState.Suppressed, null, null);
        LastNote = Cut(because, MaxSummary);
        return SignalOutcome.Hidden;
    }

    private SignalOutcome TakeCleared(AlertSignal signal) =>
        ClearedAt is not null ? SignalOutcome.Nothing : ClearNow(signal.At, signal.At, signal.Ending);

    /// <param name="gone">Since when it is gone.</param>
    /// <param name="at">Now.</param>
    /// <param name="ending">How it ended.</param>
    private SignalOutcome ClearNow(DateTimeOffset gone, DateTimeOffset at, AlertEnding ending)
    {
        (ClearedAt, Ending) = (gone, ending);
        switch (State)
        {
            case AlertState.Unacknowledged:
                State = AlertState.ReturnedUnacknowledged;
                return SignalOutcome.Cleared;
            case AlertState.Shelved when Shelf!.Kind != ShelfKind.UntilClear:
                return SignalOutcome.Cleared; // stays on the shelf: what comes again before its time is the same alert, still put aside
            default:
                CloseAt(at);
                return SignalOutcome.ClearedAndClosed;
        }
    }
}
