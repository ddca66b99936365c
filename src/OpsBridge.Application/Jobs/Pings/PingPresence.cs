namespace OpsBridge.Jobs.Pings;

/// <summary>
/// Whether OpsBridge was there to hear pings: the one row of the last look, and since when it has been there without a gap. A job that was
/// due while nobody listened is not called missing before its grace has passed once more.
/// </summary>
public sealed class PingPresence
{
    /// <summary>The key of the one row.</summary>
    public const int Only = 1;

    /// <summary>Longer than this between two looks, OpsBridge was away. The worker looks every 5 s.</summary>
    public static TimeSpan Gap { get; } = TimeSpan.FromSeconds(15);

    /// <summary><see cref="Only"/>.</summary>
    public int Id { get; init; } = Only;

    /// <summary>Since when it listens without a gap (UTC).</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>The last look (UTC).</summary>
    public DateTimeOffset SeenAt { get; private set; }

    /// <summary>Notes a look; true when it is the first after a gap. A clock that was set back is a gap as well.</summary>
    public bool See(DateTimeOffset now)
    {
        var away = now - SeenAt > Gap || now < SeenAt;
        Since = away ? now : Since;
        SeenAt = now;
        return away;
    }
}
