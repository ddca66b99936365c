using OpsBridge.Identity;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts.Intake;

/// <summary>Prepared events for tests of the rules.</summary>
internal static class IntakeEvents
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static Actor Sender { get; } = Actor.Internal("key", Permissions.ReportAlerts);

    public static SourceProfile Source(string name) => new(null, name)
    {
        Map = e => new AlertSignal(Labels.Of(("alertname", e.Labels["alertname"]!)), e.Action != EventAction.Resolve, e.Severity ?? AlertSeverity.Warning, e.Summary ?? "", e.ReceivedAt)
        {
            Descriptive = e.Labels,
            Annotations = e.Annotations,
            StartsAt = e.StartsAt,
            EndsAt = e.EndsAt,
        },
    };

    public static IncomingEvent Fire(string name = "a", int? startMinute = null, string summary = "s") => new(EventAction.Fire, Labels.Of(("alertname", name)), Noon)
    {
        StartsAt = startMinute is { } minute ? Noon.AddMinutes(minute) : null,
        Summary = summary,
    };

    public static IncomingEvent Resolve(string name = "a", int? startMinute = null, int? endMinute = null) => Fire(name, startMinute) with
    {
        Action = EventAction.Resolve,
        EndsAt = endMinute is { } minute ? Noon.AddMinutes(minute) : null,
    };

    public static PreparedEvent Prepared(IncomingEvent e) => Requested(e)[0];

    public static PreparedEvent[] Requested(params IncomingEvent[] events)
    {
        PreparedEvent[] prepared = [.. events.Select(e => EventPreparation.Prepare(Source("test"), e).Event!)];
        _ = new IntakeRequest(Source("test"), Sender, prepared);
        return prepared;
    }
}
