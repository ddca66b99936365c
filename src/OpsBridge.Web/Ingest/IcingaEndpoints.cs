using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OpsBridge.Alerts.Intake;
using OpsBridge.Identity;
using OpsBridge.SignIn;

namespace OpsBridge.Ingest;

/// <summary>Icinga 2's passive check results at the path that its clients know. Its API never looked at the media type; neither do we.</summary>
internal static class IcingaEndpoints
{
    private const int MostBytes = 1024 * 1024;

    /// <summary>Maps <c>/v1/actions/process-check-result</c>.</summary>
    public static IEndpointRouteBuilder MapIcinga(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/actions/process-check-result", PostAsync).WithTags("Ingest").RequireAuthorization(Permissions.ReportAlerts)
            .WithSummary("Icinga 2: result of a passive check");
        return routes;
    }

    private static async Task<IResult> PostAsync(HttpContext context, EventDoor door, TimeProvider clock, CancellationToken ct)
    {
        var (body, refused) = await RequestBody.ReadAsync(context.Request, MostBytes, ct);
        if (body is null)
        {
            return Error(refused, IngestAnswers.ReasonOf(refused));
        }

        using (body)
        {
            var query = context.Request.Query.Select(q => KeyValuePair.Create(q.Key, q.Value.ToString()));
            var read = IcingaCheckResult.Parse(body.Bytes.Span, query, clock.GetUtcNow());
            var parsed = read.Event is { } e ? new ParsedEvents([e], []) : ParsedEvents.Broken(read.Error!);
            var result = await door.TakeAsync(parsed, body.Bytes, IcingaCheckResult.Format, ActorClaims.Read(context.User), ct);
            if (result is not IntakeResult.Stored)
            {
                return Error(IngestAnswers.StatusOf(result), IngestAnswers.SayWhen(context.Response, result));
            }

            return read.Event is null
                ? Error(StatusCodes.Status400BadRequest, read.Error!)
                : Json(StatusCodes.Status200OK, $$"""{"results":[{"code":200.0,"status":"{{Encode($"Successfully processed check result for object '{read.Name}'.")}}"}]}""");
        }
    }

    private static IResult Error(int status, string words) =>
        Json(status, $$"""{"error":{{status.ToString(CultureInfo.InvariantCulture)}}.0,"status":"{{Encode(words)}}"}""");

    // Icinga writes its codes as floating-point numbers, and some clients compare the text.
    private static IResult Json(int status, string text) => Results.Text(text, "application/json", Encoding.UTF8, status);

    private static JsonEncodedText Encode(string text) => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
}
