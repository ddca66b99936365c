using System.Text.Json;
using OpsBridge.Alerts.Intake;
using OpsBridge.Kernel;

namespace OpsBridge.Ingest;

/// <summary>
/// Body of <c>POST /api/v2/alerts</c> (Alertmanager v2, api/v2/openapi.yaml, <c>postableAlerts</c>): an array of
/// <c>{labels, annotations?, startsAt?, endsAt?, generatorURL?}</c>. Resolved means that <c>endsAt</c> is not in the future.
/// </summary>
internal static class AlertmanagerAlerts
{
    /// <summary>Name of the format: who sends like this is usually Prometheus itself.</summary>
    public const string Format = "prometheus";

    private static readonly ReadElement s_read = Read;

    /// <summary>Reads a body.</summary>
    public static ParsedEvents Parse(ReadOnlySpan<byte> body, DateTimeOffset now) => WireReader.ReadBody(body, now, single: false, s_read);

    private static string? Read(ref Utf8JsonReader json, DateTimeOffset now, out IncomingEvent? read)
    {
        read = null;
        if (AlertFields.Read(ref json, webhook: false, out var alert) is { } reason)
        {
            return reason;
        }

        var resolved = alert.EndsAt is { } end && end <= now;
        read = new IncomingEvent(resolved ? EventAction.Resolve : EventAction.Fire, alert.Labels, now)
        {
            Annotations = alert.Annotations,
            StartsAt = alert.StartsAt ?? (resolved ? alert.EndsAt : null),
            EndsAt = alert.EndsAt,
            GeneratorUrl = alert.GeneratorUrl,
        };
        return null;
    }
}
