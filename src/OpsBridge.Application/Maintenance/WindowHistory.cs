using OpsBridge.Timeline;

namespace OpsBridge.Maintenance;

/// <summary>What the timeline says about windows.</summary>
internal static class WindowHistory
{
    public static Happening Happened(MaintenanceWindow window, string verb, string text) =>
        new($"window.{verb}", window.Id.ToString(), $"{text} {window.Name}") { After = Facts(window), AssetId = window.AssetId };

    /// <summary>The values that a change can touch.</summary>
    public static object Facts(MaintenanceWindow window) => new
    {
        window.Name,
        window.Reason,
        Kind = window.Kind.ToString(),
        window.From,
        window.To,
        window.Lasts,
        window.TriggerId,
        window.Cron,
        window.Zone,
        Matchers = window.Matchers.Select(m => m.ToString()).ToArray(),
        window.AssetId,
        window.SiteId,
        Owner = window.OwnerName,
        window.StartedAt,
        window.MovedEnd,
        window.CancelledAt,
    };
}
