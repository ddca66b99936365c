using OpsBridge.Identity;

namespace OpsBridge.Ingest;

/// <summary>Webhooks of other alerting tools, which tell what changes.</summary>
internal static class WebhookEndpoints
{
    private static readonly WireFormat s_alertmanager = new(AlertmanagerWebhook.Format, AlertmanagerWebhook.Parse, Answer);
    private static readonly WireFormat s_grafana = new(AlertmanagerWebhook.GrafanaFormat, AlertmanagerWebhook.Parse, Answer);

    /// <summary>Maps <c>/api/ingest/alertmanager</c> and <c>/api/ingest/grafana</c>.</summary>
    public static IEndpointRouteBuilder MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var ingest = routes.MapGroup("/api/ingest").WithTags("Ingest").RequireAuthorization(Permissions.ReportAlerts);
        ingest.MapPost("/alertmanager", (HttpContext context, EventDoor door, CancellationToken ct) => door.ReceiveAsync(context, s_alertmanager, ct))
            .WithSummary("Alertmanager's webhook, version 4");
        ingest.MapPost("/grafana", (HttpContext context, EventDoor door, CancellationToken ct) => door.ReceiveAsync(context, s_grafana, ct))
            .WithSummary("Grafana's webhook contact point");
        return routes;
    }

    /// <summary>Both take any 2xx for done and send again only after a 5xx, so a partly good message is 2xx.</summary>
    private static IResult Answer(ParsedEvents parsed) => IngestAnswers.Counted(parsed);
}
