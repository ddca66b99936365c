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
        ReportedSeverity = ReportedSeverity,
        Flips = [.. Flips, at],
        LastFlipAt = at,
        RaisedAt = at,
        StartsAt = StartsAt,
        EndsAt = endsAt,
        LastSeenAt = at,
        Count = 1,
        ContentMark = ContentMark,
    };

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
        Annotations = signal.Annotations;
        (GeneratorUrl, ContentMark) = (signal.GeneratorUrl, signal.ContentMark);
        Links = signal.Links.Count == 0 ? Links : [.. signal.Links.UnionBy(Links, l => l.Href).Take(MaxLinks)]; // operators add some too
        StartsAt = ClearedAt is not null ? signal.StartsAt ?? signal.At : signal.StartsAt < StartsAt ? signal.StartsAt.Value : StartsAt; // the earliest wins
        (ClearedAt, HeldClearAt, Ending) = (null, null, null);
        Seen(1, signal.At, signal.EndsAt);
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

    private SignalOutcome TakeCleared(AlertSignal signal)
    {
        if (ClearedAt is not null)
        {
            return SignalOutcome.Nothing;
        }

        EndsAt = signal.EndsAt ?? EndsAt;
        return ClearNow(signal.At, signal.At, signal.Ending);
    }

    /// <param name="gone">Since when it is gone.</param>
    /// <param name="at">Now.</param>
    /// <param name="ending">How it ended.</param>
    private SignalOutcome ClearNow(DateTimeOffset gone, DateTimeOffset at, AlertEnding ending)
    {
        (ClearedAt, Ending) = (gone < RaisedAt ? RaisedAt : gone, ending); // a clock that was set back makes no negative duration
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
