using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Shifts;
using OpsBridge.Shifts.Watch;

namespace OpsBridge.Alerts;

/// <summary>Raises and clears alerts about the watch itself.</summary>
public sealed class WatchAlarms : IWatchAlarms
{
    private const string Source = "opsbridge";
    private static readonly Actor s_self = Actor.Internal("watch", Permissions.ReportAlerts);

    /// <summary>The labels that identify such an alert.</summary>
    public static Labels Identity(string kind, Guid desk) => Labels.Of(("alertname", kind), ("desk", desk.ToString()));

    /// <summary>Whether an alert is about the watch of a desk, so that the watch is where something is done about it.</summary>
    public static bool IsAboutWatch(string? source, Labels labels) =>
        source == Source && labels["alertname"] is WatchRule.Unheld or WatchRule.Late && Guid.TryParse(labels["desk"], out _);

    /// <inheritdoc />
    public Task ApplyAsync(OpsDbContext db, IReadOnlyList<WatchAlarm> alarms, CancellationToken ct) =>
        ApplySignals.WithinAsync(db, [.. alarms.Select(Signal)], s_self, ct);

    private static AlertSignal Signal(WatchAlarm alarm) =>
        new(Identity(alarm.Kind, alarm.DeskId), alarm.Firing, alarm.Critical ? AlertSeverity.Critical : AlertSeverity.Major, alarm.Summary, alarm.At)
        {
            Descriptive = Labels.Of(("desk_name", alarm.DeskName)),
            Source = Source,
        };
}
