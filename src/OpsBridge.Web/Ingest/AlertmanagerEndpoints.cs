using OpsBridge.Alerts;
using OpsBridge.Identity;
using OpsBridge.Operations;
using OpsBridge.SignIn;

namespace OpsBridge.Ingest;

/// <summary>
/// The API that Prometheus, <c>amtool</c> and karma speak (Alertmanager v2): whoever sends alerts to an Alertmanager or asks it for
/// them can do the same here, unmodified. Silences stand in <see cref="SilencesEndpoints"/>.
/// </summary>
internal static class AlertmanagerEndpoints
{
    private static readonly string[] s_look = [HttpMethods.Get, HttpMethods.Head];
    private static readonly WireFormat s_format = new(AlertmanagerAlerts.Format, AlertmanagerAlerts.Parse, Answer);

    /// <summary>Maps <c>/api/v2</c> and <c>/-</c>.</summary>
    public static IEndpointRouteBuilder MapAlertmanager(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v2").WithTags("Alertmanager");
        api.MapPost("/alerts", (HttpContext context, EventDoor door, CancellationToken ct) => door.ReceiveAsync(context, s_format, ct))
            .RequireAuthorization(Permissions.ReportAlerts).WithSummary("Alertmanager v2: report alerts");
        api.MapGet("/alerts", (HttpContext context, IAlertBoard board, TimeProvider clock, CancellationToken ct) => ListAsync(context, board, clock, groups: false, ct))
            .RequireAuthorization(Permissions.ViewAlerts).WithSummary("Alertmanager v2: open alerts");
        api.MapGet("/alerts/groups", (HttpContext context, IAlertBoard board, TimeProvider clock, CancellationToken ct) => ListAsync(context, board, clock, groups: true, ct))
            .RequireAuthorization(Permissions.ViewAlerts).WithSummary("Alertmanager v2: open alerts by name");
        api.MapGet("/receivers", () => TypedResults.Ok(new[] { new { name = AlertmanagerAlert.Receiver } }))
            .RequireAuthorization(Permissions.ViewAlerts).WithSummary("Alertmanager v2: receivers");
        api.MapGet("/status", () => TypedResults.Ok(AlertmanagerStatus.Read()))
            .RequireAuthorization(Permissions.ViewAlerts).WithSummary("Alertmanager v2: version, configuration, uptime");
        routes.MapMethods("/-/healthy", s_look, () => TypedResults.Text("OK")).AllowAnonymous().ExcludeFromDescription();
        routes.MapMethods("/-/ready", s_look, OperationsEndpoints.ReadyAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost("/-/reload", () => TypedResults.NoContent()) // the configuration is in the database and always current
            .RequireAuthorization(Permissions.ReportAlerts).ExcludeFromDescription();
        return routes;
    }

    /// <summary>What could be read is stored; when anything could not, the answer is 400 all the same, as Alertmanager's is.</summary>
    private static IResult Answer(ParsedEvents parsed) =>
        parsed.Complaint is { } complaint ? Bad(complaint) : Results.Ok();

    private static async Task<IResult> ListAsync(HttpContext context, IAlertBoard board, TimeProvider clock, bool groups, CancellationToken ct)
    {
        var (filter, error) = AlertmanagerFilter.Read(context.Request.Query);
        if (filter is null)
        {
            return Bad(error!);
        }

        var view = await board.OpenAsync(ActorClaims.Read(context.User), ct);
        var alerts = AlertmanagerAlert.Of(view.Rows).Where(filter.Wants);
        context.Response.ContentType = "application/json";
        await using var writer = new AlertmanagerWriter(context.Response.BodyWriter, clock.GetUtcNow());
        await (groups ? writer.WriteGroupsAsync(alerts, ct) : writer.WriteAsync(alerts, ct));
        return Results.Empty;
    }

    /// <summary>Alertmanager's errors are a JSON text and nothing more.</summary>
    internal static IResult Bad(string words) => Results.Json(words, statusCode: StatusCodes.Status400BadRequest);
}
