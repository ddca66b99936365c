namespace OpsBridge.Alerts;

/// <content>What sources say of it.</content>
public sealed partial class Alert
{
    /// <summary>
    /// Takes in what the source says now. A worse severity alarms anew even when the alert was acknowledged; a condition
    /// that comes back before anybody acknowledged its going is the same alert again.
    /// </summary>
    public SignalOutcome Take(AlertSignal signal)
    {
        if (State == AlertState.Closed)
        {
            return SignalOutcome.Nothing;
        }

        if (!signal.Firing)
        {
            return TakeCleared(signal);
        }

        return signal.HiddenBecause is null ? TakeFiring(signal) : Hide(signal.HiddenBecause);
    }

    private SignalOutcome TakeFiring(AlertSignal signal)
    {
        var worse = signal.Severity > Severity;
        var changed = signal.Severity != Severity;
        Severity = signal.Severity;
        Summary = Cut(signal.Summary, MaxSummary);
        Detail = signal.Detail is null ? Detail : Cut(signal.Detail, MaxDetail);
        Labels = Labels.With(signal.Descriptive);
        LastSeenAt = signal.At > LastSeenAt ? signal.At : LastSeenAt;
        Count++;
        Ending = null;
        if (State is AlertState.ReturnedUnacknowledged or AlertState.Suppressed)
        {
            State = AlertState.Unacknowledged;
            Acknowledgement = null;
            ClearedAt = null;
            return SignalOutcome.CameBack;
        }

        if (worse && State == AlertState.Acknowledged)
        {
            State = AlertState.Unacknowledged;
            Acknowledgement = null;
            return SignalOutcome.Worsened;
        }

        return worse ? SignalOutcome.Worsened : changed ? SignalOutcome.Eased : SignalOutcome.Repeated;
    }

    private SignalOutcome Hide(string because)
    {
        if (State == AlertState.Suppressed)
        {
            return SignalOutcome.Nothing;
        }

        State = AlertState.Suppressed;
        LastNote = Cut(because, MaxSummary);
        return SignalOutcome.Hidden;
    }

    private SignalOutcome TakeCleared(AlertSignal signal)
    {
        Ending = State == AlertState.ReturnedUnacknowledged ? Ending : signal.Ending;
        switch (State)
        {
            case AlertState.ReturnedUnacknowledged:
                return SignalOutcome.Nothing;
            case AlertState.Unacknowledged:
                State = AlertState.ReturnedUnacknowledged;
                ClearedAt = signal.At;
                return SignalOutcome.Cleared;
            default:
                ClearedAt = signal.At;
                CloseAt(signal.At);
                return SignalOutcome.ClearedAndClosed;
        }
    }
}
