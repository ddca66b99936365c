using OpsBridge.Kernel;

namespace OpsBridge.Alerts.Intake;

/// <summary>An event with its signal, checked and hashed on the sender's thread, and what became of it.</summary>
internal sealed class PreparedEvent(IncomingEvent received, AlertSignal signal, UInt128 key)
{
    /// <summary>As received.</summary>
    public IncomingEvent Event => received;

    /// <summary>As mapped.</summary>
    public AlertSignal Signal => signal;

    /// <summary>Since when, in the sender's own words, to the microsecond that the database keeps; null where it says nothing.</summary>
    public DateTimeOffset? Begins { get; } = Stored(received.StartsAt);

    /// <summary>Until when, in the sender's own words, to the microsecond that the database keeps; null where it says nothing.</summary>
    public DateTimeOffset? Ends { get; } = Stored(received.EndsAt);

    /// <summary>Fingerprint of the condition.</summary>
    public UInt128 Key => key;

    /// <summary>Fingerprint of the condition as text.</summary>
    public string Fingerprint => Labels.FingerprintOf(key);

    /// <summary>The batch that it came with.</summary>
    public IntakeRequest Request { get; set; } = null!; // set by the request itself, before anybody else sees the event

    /// <summary>What became of it.</summary>
    public SignalOutcome Outcome { get; set; }

    /// <summary>Whether it is kept in the history of events; unchanged repeats and stale news are not.</summary>
    public bool IsRecorded { get; set; }

    /// <summary>Whether newer events about the same condition had overtaken it.</summary>
    public bool IsStale { get; set; }

    /// <summary>The alert that it is about; null where there is none.</summary>
    public Alert? Alert { get; set; }

    /// <summary>Forgets what became of it, before another attempt.</summary>
    public void Reset() => (Outcome, IsRecorded, IsStale, Alert) = (SignalOutcome.Nothing, false, false, null);

    /// <summary>A time as it comes back from the database.</summary>
    public static DateTimeOffset? Stored(DateTimeOffset? time) => time is { } some ? new DateTimeOffset(some.UtcTicks - (some.UtcTicks % 10), TimeSpan.Zero) : null;
}
