using System.Security.Cryptography;
using System.Text;
using OpsBridge.Alerts.Intake;
using OpsBridge.Identity;
using OpsBridge.SignIn;

namespace OpsBridge.Ingest;

/// <summary>CloudEvents 1.0. An event that is delivered again within 24 hours, known by its <c>source</c> and <c>id</c>, changes nothing.</summary>
internal static class CloudEventsEndpoints
{
    /// <summary>Maps <c>/api/ingest/cloudevents</c>.</summary>
    public static IEndpointRouteBuilder MapCloudEvents(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/ingest/cloudevents", PostAsync).WithTags("Ingest").RequireAuthorization(Permissions.ReportAlerts)
            .WithSummary("CloudEvents 1.0 in structured, batched or binary mode");
        return routes;
    }

    private static async Task<IResult> PostAsync(HttpContext context, EventDoor door, EventReceipts receipts, TimeProvider clock, CancellationToken ct)
    {
        var (body, refused) = await RequestBody.ReadAsync(context.Request, RequestBody.MostOfBatch, ct);
        if (body is null)
        {
            return IngestAnswers.Refused(refused);
        }

        using (body)
        {
            var headers = context.Request.Headers.SelectMany(h => h.Value.Select(v => KeyValuePair.Create(h.Key, v ?? "")));
            var read = CloudEvents.Parse(body.Bytes.Span, context.Request.ContentType, headers, clock.GetUtcNow());
            if (read.Events.TooMany)
            {
                return IngestAnswers.Refused(StatusCodes.Status413PayloadTooLarge);
            }

            var actor = ActorClaims.Read(context.User);
            var names = read.Occurrences.Select(NameOf).ToList();
            var known = names.Count == 0 ? new HashSet<string>(StringComparer.Ordinal) : (await receipts.KnownAsync(names, actor, ct)).ToHashSet(StringComparer.Ordinal);
            var fresh = read.Events with { Events = [.. read.Events.Events.Where((_, i) => known.Add(names[i]))] };
            var result = await door.TakeAsync(fresh, body.Bytes, CloudEvents.Format, actor, ct);
            if (result is not IntakeResult.Stored)
            {
                return IngestAnswers.Later(context.Response, result);
            }

            if (fresh.Events.Count > 0)
            {
                await receipts.KeepAsync(names, new EventReceipt([], IngestAnswers.StatusOf(read.Events), ""), actor, ct);
            }

            return IngestAnswers.Counted(read.Events);
        }
    }

    private static string NameOf(string occurrence) => $"cloudevent {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(occurrence)))}";
}
