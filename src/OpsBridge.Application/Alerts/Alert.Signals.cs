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

    /// <summary>Counts repeats that said nothing new.</summary>
    /// <param name="times">How many.</param>
    /// <param name="at">When the last of them came (UTC).</param>
    /// <param name="endsAt">When the condition times out unless it is reported again; null for never.</param>
    internal void Seen(int times, DateTimeOffset at, DateTimeOffset? endsAt)
    {
        Count += times;
        LastSeenAt = at > LastSeenAt ? at : LastSeenAt;
        EndsAt = endsAt is null ? null : EndsAt > endsAt ? EndsAt : endsAt; // pushed on; a late repeat does not pull it back
    }

    /// <summary>A new alert like this closed one, whose source has reported the condition since, unchanged.</summary>
    /// <param name="at">When it was reported (UTC).</param>
    /// <param name="endsAt">When the condition times out unless it is reported again; null for never.</param>
    internal Alert RaiseAgain(DateTimeOffset at, DateTimeOffset? endsAt) => new()
    {
        Fingerprint = Fingerprint,
        Labels = Labels,
        Severity = Severity,
        Summary = Summary,
        Detail = Detail,
        Annotations = Annotations,
        GeneratorUrl = GeneratorUrl,
        Links = Links,
        Source = Source,
        SourceId = SourceId,
        AssetId = AssetId,
        CheckId = CheckId,
        State = AlertState.Unacknowledged,
        RaisedSeverity = Severity,
        RaisedAt = at,
        StartsAt = StartsAt,
        EndsAt = endsAt,
        LastSeenAt = at,
        Count = 1,
        ContentMark = ContentMark,
    };

    private SignalOutcome TakeFiring(AlertSignal signal)
    {
        var worse = signal.Severity > Severity;
        var changed = signal.Severity != Severity;
        Severity = signal.Severity;
        Summary = Cut(signal.Summary, MaxSummary);
        Detail = signal.Detail is null ? Detail : Cut(signal.Detail, MaxDetail);
        Labels = Labels.With(signal.Descriptive);
        Annotations = signal.Annotations;
        (GeneratorUrl, Links, ContentMark) = (signal.GeneratorUrl, signal.Links, signal.ContentMark);
        Seen(1, signal.At, signal.EndsAt);
        if (State is AlertState.ReturnedUnacknowledged or AlertState.Suppressed)
        {
            StartsAt = State == AlertState.ReturnedUnacknowledged ? signal.StartsAt ?? signal.At : StartsAt;
            State = AlertState.Unacknowledged;
            Acknowledgement = null;
            (ClearedAt, Ending, EndsAt) = (null, null, signal.EndsAt);
            return SignalOutcome.CameBack;
        }

        StartsAt = signal.StartsAt < StartsAt ? signal.StartsAt.Value : StartsAt; // the earliest wins, as in Alertmanager

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
        if (State == AlertState.ReturnedUnacknowledged)
        {
            return SignalOutcome.Nothing;
        }

        ClearedAt = signal.At < RaisedAt ? RaisedAt : signal.At; // a clock that was set back makes no negative duration
        Ending = signal.Ending;
        EndsAt = signal.EndsAt ?? EndsAt;
        if (State == AlertState.Unacknowledged)
        {
            State = AlertState.ReturnedUnacknowledged;
            return SignalOutcome.Cleared;
        }

        CloseAt(signal.At);
        return SignalOutcome.ClearedAndClosed;
    }
}
