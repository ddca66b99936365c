using OpsBridge.Kernel;

namespace OpsBridge.Alerts.History;

/// <summary>File formats of an export.</summary>
public enum AlertExportFormat
{
    /// <summary>Comma separated values (RFC 4180) in UTF-8 with a byte order mark.</summary>
    Csv,

    /// <summary>One JSON array.</summary>
    Json,
}

/// <summary>Which alerts are exported.</summary>
/// <param name="From">Raised at or after (UTC); null for all.</param>
/// <param name="To">Raised before (UTC); null for all.</param>
public sealed record AlertExportFilter(DateTimeOffset? From = null, DateTimeOffset? To = null)
{
    /// <summary>Open ones, closed ones, or all.</summary>
    public bool? Open { get; init; }

    /// <summary>At least this bad now.</summary>
    public AlertSeverity? AtLeast { get; init; }

    /// <summary>Matchers over the labels; null for all.</summary>
    public MatcherSet? Matchers { get; init; }

    internal IQueryable<Alert> On(IQueryable<Alert> alerts)
    {
        alerts = From is { } from ? alerts.Where(a => a.RaisedAt >= from.ToUniversalTime()) : alerts;
        alerts = To is { } to ? alerts.Where(a => a.RaisedAt < to.ToUniversalTime()) : alerts;
        alerts = Open is { } open ? alerts.Where(a => (a.State != AlertState.Closed) == open) : alerts;
        if (AtLeast is { } least)
        {
            var wanted = Enum.GetValues<AlertSeverity>().Where(s => s >= least).ToArray();
            alerts = alerts.Where(a => wanted.Contains(a.Severity));
        }

        return alerts;
    }

    internal bool IsMatch(Labels labels) => Matchers?.IsMatch(labels) ?? true;
}
