namespace OpsBridge.Alerts.Sources;

/// <summary>
/// What is known of a source from listening to it. A row of its own, because it is written every few seconds and must not
/// look like a change that an admin made.
/// </summary>
public sealed class SourceHearing
{
    /// <summary>The source.</summary>
    public Guid SourceId { get; private init; }

    /// <summary>When anything was heard from it last (UTC).</summary>
    public DateTimeOffset LastHeardAt { get; private init; }

    /// <summary>Events taken since it was made.</summary>
    public long Events { get; private init; }

    /// <summary>Events refused because they were over its rate.</summary>
    public long Refused { get; private init; }

    /// <summary>Messages that could not be read.</summary>
    public long Unreadable { get; private init; }

    /// <summary>
    /// Events of the last minute as of <see cref="RecentAt"/>: a sum in which every event fades with a time constant of 60
    /// seconds, so that the contributions of several processes simply add up.
    /// </summary>
    public double Recent { get; private init; }

    /// <summary>The moment of <see cref="Recent"/> (UTC).</summary>
    public DateTimeOffset RecentAt { get; private init; }

    /// <summary>
    /// Our clock minus the sender's, in seconds, as its newest alerts tell: much below zero means that its clock is ahead; much
    /// above, that it is behind or that its events come late. Null before the first new alert that named its start.
    /// </summary>
    public double? ClockOffset { get; private init; }

    /// <summary>Since when it counts as dead (UTC); null while it does not.</summary>
    public DateTimeOffset? SilentSince { get; private init; }
}
