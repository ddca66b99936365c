using OpsBridge.Alerts.Board;

namespace OpsBridge.Alerts;

/// <summary>The orders of a triage screen.</summary>
internal static class TriageOrder
{
    /// <summary>The place of a row in one of <see cref="TriageQuery.Sorts"/>; forgotten ones come longest handled first unless another order is asked for.</summary>
    public static Func<AlertRow, RowKey> Of(TriageQuery query) => query.Sort switch
    {
        "severity" when query.View == TriageQuery.Forgotten => static r => new RowKey((r.AcknowledgedAt ?? r.Shelf?.At ?? r.RaisedAt).UtcTicks, 0, r.Id),
        "newest" => static r => new RowKey(-r.RaisedAt.UtcTicks, 0, -r.Id),
        "oldest" => static r => new RowKey(r.RaisedAt.UtcTicks, 0, r.Id),
        "count" => static r => new RowKey(-r.Count, Loudness(r), r.Id),
        _ => static r => new RowKey(Loudness(r), r.RaisedAt.UtcTicks, r.Id),
    };

    // What nobody handles first, then the worst.
    private static long Loudness(AlertRow row) => ((row.Unhandled ? 0 : row.Handled ? 2 : 1) * 8) - (long)row.Severity;
}
