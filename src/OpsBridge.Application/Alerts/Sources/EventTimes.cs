using OpsBridge.Alerts.Intake;

namespace OpsBridge.Alerts.Sources;

/// <summary>
/// The times of an event as OpsBridge believes them (rules of Alertmanager's <c>POST /api/v2/alerts</c>, docs/alerts_api.md,
/// made safe against wrong clocks: nothing begins or ends in the future of our own clock, nothing began in another age).
/// </summary>
/// <param name="Firing">Whether the condition holds.</param>
/// <param name="StartsAt">Since when (UTC).</param>
/// <param name="EndsAt">Firing: when it times out unless sent again, null for never. Gone: when it ended.</param>
internal readonly record struct EventTimes(bool Firing, DateTimeOffset StartsAt, DateTimeOffset? EndsAt)
{
    /// <summary>A start longer ago than this is a clock that was never set.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(3660);

    /// <summary>Reads the times.</summary>
    /// <param name="e">The event.</param>
    /// <param name="resolveTimeout">How long it holds where the sender names no end.</param>
    public static EventTimes Of(IncomingEvent e, TimeSpan resolveTimeout)
    {
        var now = e.ReceivedAt;
        var end = e.EndsAt is { } said && said > now - s_longest ? e.EndsAt : null;
        var start = e.StartsAt is { } began && began > now - s_longest ? began : end ?? now;
        start = start > now ? now : start;
        if (e.Action == EventAction.Resolve || end <= now)
        {
            var ended = end is { } at && at < now ? at : now;
            return new(false, start < ended ? start : ended, ended);
        }

        return new(true, start, end ?? (e.HoldsUntilResolved ? null : now + resolveTimeout));
    }
}
