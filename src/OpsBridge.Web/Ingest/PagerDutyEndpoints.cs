using OpsBridge.Alerts.Intake;
using OpsBridge.Identity;

namespace OpsBridge.Ingest;

/// <summary>
/// PagerDuty Events API v2 at the path that its clients know. The key stands in the body, so nobody has signed in before it is
/// read; what follows is the same as everywhere.
/// </summary>
internal static class PagerDutyEndpoints
{
    /// <summary>Maps <c>/v2/enqueue</c>.</summary>
    public static IEndpointRouteBuilder MapPagerDuty(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v2/enqueue", EnqueueAsync).AllowAnonymous().WithTags("Ingest").WithSummary("PagerDuty Events v2; routing_key is an API key");
        return routes;
    }

    private static async Task<IResult> EnqueueAsync(HttpContext context, EventDoor door, ApiKeyCheck keys, TimeProvider clock, CancellationToken ct)
    {
        var (body, refused) = await RequestBody.ReadAsync(context.Request, PagerDutyEvents.MostBytes, ct);
        if (body is null)
        {
            return Invalid(refused, IngestAnswers.ReasonOf(refused));
        }

        using (body)
        {
            var read = PagerDutyEvents.Parse(body.Bytes.Span, clock.GetUtcNow());
            var actor = read.RoutingKey is { } key ? await keys.FindAsync(key, ct) : null;
            if (actor is null || !actor.May(Permissions.ReportAlerts))
            {
                return Invalid(StatusCodes.Status400BadRequest, "'routing_key' is not a key that may report alerts");
            }

            var parsed = read.Event is { } e ? new ParsedEvents([e], []) : ParsedEvents.Broken(string.Join("; ", read.Errors));
            var result = await door.TakeAsync(parsed, Blot(body.Bytes, read.Secrets), PagerDutyEvents.Format, actor, ct);
            return Answer(context.Response, read, result);
        }
    }

    private static IResult Answer(HttpResponse response, PagerDutyEvents read, IntakeResult result)
    {
        if (result is not IntakeResult.Stored)
        {
            var status = IngestAnswers.StatusOf(result);
            return Results.Json(new { status = "throttle exceeded", message = IngestAnswers.SayWhen(response, result), errors = Array.Empty<string>() }, statusCode: status);
        }

        return read.Event is null
            ? Invalid(StatusCodes.Status400BadRequest, [.. read.Errors])
            : Results.Json(new { status = "success", message = "Event processed", dedup_key = read.DedupKey }, statusCode: StatusCodes.Status202Accepted);
    }

    private static IResult Invalid(int status, params string[] errors) =>
        Results.Json(new { status = "invalid event", message = "Event object is invalid", errors }, statusCode: status);

    /// <summary>The body without its key: what goes into quarantine is looked at by people.</summary>
    private static byte[] Blot(ReadOnlyMemory<byte> body, IReadOnlyList<Range> keys)
    {
        var blotted = body.ToArray();
        foreach (var key in keys)
        {
            blotted.AsSpan(key).Fill((byte)'*');
        }

        return blotted;
    }
}
