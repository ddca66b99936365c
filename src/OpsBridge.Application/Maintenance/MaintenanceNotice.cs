using OpsBridge.Alerts;

namespace OpsBridge.Maintenance;

/// <summary>What is said about a silence or window.</summary>
public enum NoticeKind
{
    /// <summary>A window has begun.</summary>
    Started,

    /// <summary>It ends soon and still hides alerts that fire.</summary>
    EndsSoon,

    /// <summary>It has ended.</summary>
    Ended,
}

/// <summary>
/// Something said once, to every open page and every later reader. The row is what makes it "once": whichever process writes
/// it first, writes the timeline entries as well.
/// </summary>
public sealed class MaintenanceNotice
{
    /// <summary>Key, ascending.</summary>
    public long Id { get; private init; }

    /// <summary>When it was said (UTC).</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Silence or window.</summary>
    public SuppressorKind Of { get; init; }

    /// <summary>Its key.</summary>
    public Guid SubjectId { get; init; }

    /// <summary>What is said.</summary>
    public NoticeKind What { get; init; }

    /// <summary>The start or end that it is about (UTC): an end that was moved is said again.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>One sentence for people.</summary>
    public string Text { get; init; } = "";

    /// <summary>How many alerts that fire it hides, or hid until now.</summary>
    public int Firing { get; init; }
}
