namespace OpsBridge.Alerts.Intake;

/// <summary>What the intake remembers of one open alert: enough to know an unchanged repeat without asking the database.</summary>
internal sealed class KnownAlert
{
    /// <summary>Key of the alert.</summary>
    public required long Id { get; init; }

    /// <summary>Fingerprint of the condition.</summary>
    public required UInt128 Key { get; init; }

    /// <summary>What the source last said of it (<see cref="AlertSignal.ContentMark"/>).</summary>
    public required long Mark { get; set; }

    /// <summary>Whether the condition holds; false when it went and nobody has acknowledged that.</summary>
    public required bool Holds { get; set; }

    /// <summary>Since when the condition holds.</summary>
    public required DateTimeOffset StartsAt { get; set; }

    /// <summary>The latest beginning that its source named: a resolve of before is about an earlier occurrence.</summary>
    public required DateTimeOffset LatestStart { get; set; }

    /// <summary>When it times out unless it is repeated; null for never.</summary>
    public required DateTimeOffset? EndsAt { get; set; }

    /// <summary>Newest report.</summary>
    public required DateTimeOffset LastSeenAt { get; set; }

    /// <summary>Repeats that only memory knows yet.</summary>
    public int Repeats { get; private set; }

    /// <summary>Takes in an unchanged repeat.</summary>
    public void Repeat(PreparedEvent repeated)
    {
        Repeats++;
        var signal = repeated.Signal;
        LastSeenAt = signal.At > LastSeenAt ? signal.At : LastSeenAt;
        EndsAt = signal.EndsAt is null ? null : EndsAt > signal.EndsAt ? EndsAt : signal.EndsAt;
        LatestStart = repeated.Begins > LatestStart ? repeated.Begins.Value : LatestStart;
    }

    /// <summary>What only memory knew is stored.</summary>
    public void RepeatsStored() => Repeats = 0;

    /// <summary>It is not to be looked at before a time for having timed out.</summary>
    public void LookAgain(DateTimeOffset at) => EndsAt = EndsAt < at ? at : EndsAt;
}
