using System.Diagnostics.Metrics;
using OpsBridge.Alerts.Intake;
using OpsBridge.Identity;
using OpsBridge.Live;
using OpsBridge.SignIn;

namespace OpsBridge.Ingest;

/// <summary>
/// What every wire format does with what it has read: the events go to the intake as one batch, and only when they are on disk are
/// the parts that could not be read put into quarantine. A sender that was told to come again sends them again as well.
/// </summary>
public sealed class EventDoor(ISourceDirectory sources, IEventIntake intake, TimeProvider clock)
{
    private const int MostKept = 64 * 1024;

    private static readonly Counter<long> s_rejected =
        OpsMeter.Instance.CreateCounter<long>("opsbridge_ingest_rejected", "{event}", "Parts of messages that could not be read, by wire format");

    /// <summary>The whole way of a request whose body is one message: read, parse, take, answer.</summary>
    internal async Task<IResult> ReceiveAsync(HttpContext context, WireFormat format, CancellationToken ct)
    {
        var (body, refused) = await OpenAsync(context, ct);
        if (body is null)
        {
            return refused!;
        }

        using (body)
        {
            var (parsed, notTaken) = await TakeAsync(context, body.Bytes, format, ct);
            return notTaken ?? format.Answer(parsed);
        }
    }

    /// <summary>Reads the body of a batch, or says why not.</summary>
    internal static async Task<(RequestBody? Body, IResult? Refused)> OpenAsync(HttpContext context, CancellationToken ct)
    {
        if (!IsJson(context.Request.ContentType))
        {
            return (null, IngestAnswers.Refused(StatusCodes.Status415UnsupportedMediaType));
        }

        var (body, status) = await RequestBody.ReadAsync(context.Request, RequestBody.MostOfBatch, ct);
        return (body, body is null ? IngestAnswers.Refused(status) : null);
    }

    /// <summary>Parses a body and takes what could be read, or says why nothing was taken.</summary>
    internal async Task<(ParsedEvents Parsed, IResult? NotTaken)> TakeAsync(HttpContext context, ReadOnlyMemory<byte> body, WireFormat format, CancellationToken ct)
    {
        var parsed = format.Parse(body.Span, clock.GetUtcNow());
        if (parsed.TooMany)
        {
            return (parsed, IngestAnswers.Refused(StatusCodes.Status413PayloadTooLarge));
        }

        var result = await TakeAsync(parsed, body, format.Name, ActorClaims.Read(context.User), ct);
        return (parsed, result is IntakeResult.Stored ? null : IngestAnswers.Later(context.Response, result));
    }

    /// <summary>Takes what a parser made of a body.</summary>
    /// <param name="parsed">Events and rejects.</param>
    /// <param name="body">The body that they came from; the rejects are cut out of it.</param>
    /// <param name="format">Name of the wire format.</param>
    /// <param name="actor">Whose key it was.</param>
    /// <param name="ct">The caller has gone.</param>
    internal async Task<IntakeResult> TakeAsync(ParsedEvents parsed, ReadOnlyMemory<byte> body, string format, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ReportAlerts);
        var source = await sources.FindAsync(actor, format, ct);
        IntakeResult result = new IntakeResult.Stored([]);
        if (parsed.Events.Count > 0)
        {
            result = await intake.TakeAsync(source, parsed.Events, actor, ct);
        }

        if (result is IntakeResult.Stored && parsed.Rejected > 0)
        {
            s_rejected.Add(parsed.Rejected, new KeyValuePair<string, object?>("format", format));
            foreach (var poison in Poison(parsed, body, format))
            {
                await intake.QuarantineAsync(source, poison, actor, ct);
            }
        }

        return result;
    }

    /// <summary>A sender that names no media type is believed; one that names another is not.</summary>
    private static bool IsJson(string? contentType)
    {
        if (string.IsNullOrEmpty(contentType))
        {
            return true;
        }

        var type = contentType.AsSpan();
        var end = type.IndexOf(';');
        type = (end < 0 ? type : type[..end]).Trim();
        return type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<PoisonMessage> Poison(ParsedEvents parsed, ReadOnlyMemory<byte> body, string format)
    {
        if (parsed.Unreadable is { } reason)
        {
            yield return new PoisonMessage(format, reason, Copy(body));
        }

        foreach (var reject in parsed.Rejects)
        {
            yield return new PoisonMessage(format, reject.Reason, Copy(body.Slice(reject.Offset, reject.Length)));
        }
    }

    /// <summary>The body's buffer goes back to its pool, so what is kept is copied out of it.</summary>
    private static byte[] Copy(ReadOnlyMemory<byte> bytes) => bytes[..Math.Min(bytes.Length, MostKept)].ToArray();
}
