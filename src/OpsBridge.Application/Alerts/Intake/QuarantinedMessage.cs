namespace OpsBridge.Alerts.Intake;

/// <summary>A message that could not be read, or an event that could not be stored, kept for an admin to look at.</summary>
public sealed class QuarantinedMessage
{
    /// <summary>The most bytes of a message that are kept.</summary>
    public const int MaxRaw = 64 * 1024;

    private QuarantinedMessage()
    {
    }

    /// <summary>Key, ascending in time.</summary>
    public long Id { get; private init; }

    /// <summary>When it came (UTC).</summary>
    public DateTimeOffset At { get; private init; }

    /// <summary>The configured source; null for a key that belongs to none.</summary>
    public Guid? SourceId { get; private init; }

    /// <summary>Name of the source.</summary>
    public string Source { get; private init; } = "";

    /// <summary>Wire format, for example <c>alertmanager</c>; <c>event</c> for one that was read and could not be stored.</summary>
    public string Format { get; private init; } = "";

    /// <summary>Why, in plain words.</summary>
    public string Reason { get; private init; } = "";

    /// <summary>The first <see cref="MaxRaw"/> bytes.</summary>
    public byte[] Raw { get; private init; } = [];

    /// <summary>How many bytes it had.</summary>
    public int Size { get; private init; }
}

/// <summary>How many messages of one source came to quarantine on one day, kept or not.</summary>
public sealed class QuarantineDay
{
    private QuarantineDay()
    {
    }

    /// <summary>UTC day.</summary>
    public DateOnly Day { get; private init; }

    /// <summary>Name of the source.</summary>
    public string Source { get; private init; } = "";

    /// <summary>Messages that were kept.</summary>
    public int Kept { get; private init; }

    /// <summary>Bytes that were kept.</summary>
    public long Bytes { get; private init; }

    /// <summary>Messages over the limit of the day, of which only this count is left.</summary>
    public int Beyond { get; private init; }

    /// <summary>Whether the latest message was kept.</summary>
    public bool IsKept { get; private init; }
}
