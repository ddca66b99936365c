namespace OpsBridge.Alerts.Intake;

/// <summary>A row of <c>alert_events</c> about to be written.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Prepared">The event.</param>
internal sealed record EventRow(long Id, PreparedEvent Prepared)
{
    /// <summary>Fingerprint of the condition.</summary>
    public string Fingerprint { get; } = Prepared.Fingerprint;

    /// <summary>What the event came to: an end named in the past makes a report a resolve.</summary>
    public short Action { get; } = (short)(Prepared.Event.Action == EventAction.Acknowledge ? EventAction.Acknowledge
        : Prepared.Signal.Firing ? EventAction.Fire : EventAction.Resolve);

    /// <summary>Severity after mapping.</summary>
    public short Severity { get; } = (short)Prepared.Signal.Severity;

    /// <summary>Labels as received, as JSON.</summary>
    public string Labels { get; } = Prepared.Event.Labels.ToJson();

    /// <summary>Annotations as received, as JSON.</summary>
    public string Annotations { get; } = Prepared.Event.Annotations.ToJson();

    /// <summary>What some formats have beside these, as JSON; null where there is nothing.</summary>
    public string? More { get; } = EventDetails.Write(Prepared.Event);
}
