using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Shifts;

namespace OpsBridge.Alerts;

/// <summary>Raises and clears alerts about the watch itself.</summary>
public sealed class WatchAlarms : IWatchAlarms
{
    private static readonly Actor s_self = Actor.Internal("watch", Permissions.ReportAlerts);

    /// <summary>The labels that identify such an alert.</summary>
    public static Labels Identity(string kind, Guid desk) => Labels.Of(("alertname", kind), ("desk", desk.ToString()));

    /// <inheritdoc />
    public Task ApplyAsync(OpsDbContext db, IReadOnlyList<WatchAlarm> alarms, CancellationToken ct) =>
        ApplySignals.WithinAsync(db, [.. alarms.Select(Signal)], s_self, ct);

    private static AlertSignal Signal(WatchAlarm alarm) =>
        new(Identity(alarm.Kind, alarm.DeskId), alarm.Firing, alarm.Critical ? AlertSeverity.Critical : AlertSeverity.Major, alarm.Summary, alarm.At)
        {
            Descriptive = Labels.Of(("desk_name", alarm.DeskName)),
            Source = "opsbridge",
        };
}
