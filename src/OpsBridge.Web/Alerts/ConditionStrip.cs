using OpsBridge.Ui;

namespace OpsBridge.Alerts;

/// <summary>When a condition held within a span. What lies between is said to be unknown, never good: nobody measured it.</summary>
internal static class ConditionStrip
{
    /// <summary>Segments without gaps, oldest first.</summary>
    /// <param name="alerts">Alerts of one condition, in any order.</param>
    /// <param name="from">Begin of the span.</param>
    /// <param name="to">End of the span.</param>
    public static IReadOnlyList<UptimeSegment> Of(IReadOnlyList<AlertRow> alerts, DateTimeOffset from, DateTimeOffset to)
    {
        var segments = new List<UptimeSegment>();
        var at = from;
        foreach (var alert in alerts.OrderBy(a => a.RaisedAt))
        {
            var begin = Later(alert.RaisedAt, at);
            var end = Earlier(alert.ClearedAt ?? alert.ClosedAt ?? to, to);
            if (end <= begin)
            {
                continue;
            }

            if (begin > at)
            {
                segments.Add(new UptimeSegment(at, begin, "pending"));
            }

            segments.Add(new UptimeSegment(begin, end, alert.Severity.ToString()));
            at = end;
        }

        if (at < to)
        {
            segments.Add(new UptimeSegment(at, to, "pending"));
        }

        return segments;
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
