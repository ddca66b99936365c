using System.Text.Json;
using OpsBridge.Alerts.Intake;

namespace OpsBridge.Ingest;

/// <summary>
/// The webhook of Alertmanager (version 4 of its message, notify/webhook) and that of Grafana's alerting, which adds links and
/// values to each alert. Both tell what changes and nothing in between, so a firing alert holds until it is resolved, and its
/// <c>endsAt</c> says nothing.
/// </summary>
internal static class AlertmanagerWebhook
{
    /// <summary>Name of Alertmanager's format.</summary>
    public const string Format = "alertmanager";

    /// <summary>Name of Grafana's format.</summary>
    public const string GrafanaFormat = "grafana";

    private static readonly ReadElement s_read = Read;

    /// <summary>Reads a body.</summary>
    public static ParsedEvents Parse(ReadOnlySpan<byte> body, DateTimeOffset now) => WireReader.ReadMember(body, "alerts"u8, now, s_read);

    private static string? Read(ref Utf8JsonReader json, DateTimeOffset now, out IncomingEvent? read)
    {
        read = null;
        if (AlertFields.Read(ref json, webhook: true, out var alert) is { } reason)
        {
            return reason;
        }

        if (alert.Status is not ("firing" or "resolved"))
        {
            return "status is neither firing nor resolved";
        }

        var resolved = alert.Status == "resolved";
        read = new IncomingEvent(resolved ? EventAction.Resolve : EventAction.Fire, alert.Labels, now)
        {
            Annotations = alert.Values.Length == 0 || alert.Annotations["values"] is not null ? alert.Annotations : alert.Annotations.With("values", alert.Values),
            StartsAt = alert.StartsAt,
            EndsAt = resolved ? alert.EndsAt ?? now : null,
            HoldsUntilResolved = true,
            GeneratorUrl = alert.GeneratorUrl,
            Links = alert.Links ?? [],
        };
        return null;
    }
}
