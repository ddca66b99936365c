using System.Security.Cryptography;
using System.Text.Json;
using OpsBridge.Alerts.Intake;
using OpsBridge.Identity;
using OpsBridge.SignIn;

namespace OpsBridge.Ingest;

/// <summary>
/// Our own format. With an <c>Idempotency-Key</c> a request that is sent again within 24 hours gets the answer of the first, and the
/// key with another body is refused (draft-ietf-httpapi-idempotency-key-header).
/// </summary>
internal static class EventsEndpoints
{
    private const string KeyHeader = "Idempotency-Key";
    private const int LongestKey = 255;
    private static readonly JsonSerializerOptions s_web = new(JsonSerializerDefaults.Web);
    private static readonly WireFormat s_format = new(OwnEvents.Format, OwnEvents.Parse, IngestAnswers.Counted);

    /// <summary>Maps <c>/api/v1/events</c>.</summary>
    public static IEndpointRouteBuilder MapEvents(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/events", PostAsync).WithTags("Ingest").RequireAuthorization(Permissions.ReportAlerts)
            .WithSummary("Report one event or an array of them");
        return routes;
    }

    private static Task<IResult> PostAsync(HttpContext context, EventDoor door, EventReceipts receipts, CancellationToken ct)
    {
        var key = context.Request.Headers[KeyHeader].ToString();
        if (key.Length == 0)
        {
            return door.ReceiveAsync(context, s_format, ct);
        }

        return key.Length <= LongestKey && !key.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? OnceAsync(key, context, door, receipts, ct)
            : Task.FromResult(Results.Problem($"An {KeyHeader} has 1 to {LongestKey} printable ASCII characters.", statusCode: StatusCodes.Status400BadRequest));
    }

    private static async Task<IResult> OnceAsync(string key, HttpContext context, EventDoor door, EventReceipts receipts, CancellationToken ct)
    {
        var (body, refused) = await EventDoor.OpenAsync(context, ct);
        if (body is null)
        {
            return refused!;
        }

        using (body)
        {
            var actor = ActorClaims.Read(context.User);
            var hash = SHA256.HashData(body.Bytes.Span);
            if (await receipts.FindAsync(NameOf(key), actor, ct) is { } earlier)
            {
                return Again(earlier, hash);
            }

            var (parsed, notTaken) = await door.TakeAsync(context, body.Bytes, s_format, ct);
            if (notTaken is not null)
            {
                return notTaken; // not remembered: the sender is to come again with the same key
            }

            // Kept after the events: should we die between the two, the sender's next try counts as a repeat of the same alerts.
            var answer = JsonSerializer.Serialize(IngestAnswers.ReceiptOf(parsed), s_web);
            await receipts.KeepAsync([NameOf(key)], new EventReceipt(hash, IngestAnswers.StatusOf(parsed), answer), actor, ct);
            return s_format.Answer(parsed);
        }
    }

    private static string NameOf(string key) => $"key {key}"; // CloudEvents keep theirs in the same place

    private static IResult Again(EventReceipt earlier, byte[] hash) => earlier.BodyHash.AsSpan().SequenceEqual(hash)
        ? Results.Text(earlier.Answer, "application/json", statusCode: earlier.Status)
        : Results.Problem("This Idempotency-Key came with another body before. Use a new one.", statusCode: StatusCodes.Status422UnprocessableEntity);
}
