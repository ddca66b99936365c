using System.Globalization;
using OpsBridge.Alerts.Intake;

namespace OpsBridge.Ingest;

/// <summary>What senders are told when nothing was taken, and by formats that ask for no answer of their own.</summary>
internal static class IngestAnswers
{
    /// <summary>Says that the body itself cannot be taken.</summary>
    /// <param name="status">400, 413 or 415.</param>
    public static IResult Refused(int status) => Results.Problem(ReasonOf(status), statusCode: status);

    /// <summary>The words for a status code that refuses a body.</summary>
    public static string ReasonOf(int status) => status switch
    {
        StatusCodes.Status413PayloadTooLarge => $"The body is too large, or brings more than {ParsedEvents.MostEvents} events. Send less at once.",
        StatusCodes.Status415UnsupportedMediaType => "Send application/json, as it is or with Content-Encoding gzip.",
        _ => "The body could not be decompressed.",
    };

    /// <summary>The status code of an intake that took nothing: 429 where the sender is too fast, 503 where we are too slow.</summary>
    public static int StatusOf(IntakeResult result) => result is IntakeResult.Busy { OwnFault: true } ? StatusCodes.Status429TooManyRequests : StatusCodes.Status503ServiceUnavailable;

    /// <summary>Writes <c>Retry-After</c> in whole seconds, at least 1, and gives the words that go with it.</summary>
    public static string SayWhen(HttpResponse response, IntakeResult result)
    {
        var (wait, words) = result switch
        {
            IntakeResult.Busy { OwnFault: true } busy => (busy.RetryAfter, "This source sends more than it may."),
            IntakeResult.Busy busy => (busy.RetryAfter, "The intake is full."),
            IntakeResult.Unavailable away => (away.RetryAfter, "The database does not answer."),
            _ => throw new ArgumentException("This was taken.", nameof(result)),
        };
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return $"{words} Nothing was taken. Send it again in {seconds} s.";
    }

    /// <summary>Says that nothing was taken, and when to come again.</summary>
    public static IResult Later(HttpResponse response, IntakeResult result) => Results.Problem(SayWhen(response, result), statusCode: StatusOf(result));

    /// <summary>What was taken and what was not: 200 when all was, 207 when some was, 400 when nothing was.</summary>
    public static IResult Counted(ParsedEvents parsed) => Results.Json(ReceiptOf(parsed), statusCode: StatusOf(parsed));

    /// <summary>The body of <see cref="Counted"/>.</summary>
    public static Receipt ReceiptOf(ParsedEvents parsed) =>
        new(parsed.Events.Count, parsed.Rejected, [.. parsed.Rejects.Select(r => new Refusal(r.Index, r.Reason))], parsed.Unreadable);

    /// <summary>The status code of <see cref="Counted"/>.</summary>
    public static int StatusOf(ParsedEvents parsed) => parsed switch
    {
        { Rejected: 0 } => StatusCodes.Status200OK,
        { Events.Count: > 0 } => StatusCodes.Status207MultiStatus,
        _ => StatusCodes.Status400BadRequest,
    };

    /// <summary>Answer to a batch.</summary>
    /// <param name="Accepted">How many events are on disk.</param>
    /// <param name="Rejected">How many could not be read.</param>
    /// <param name="Rejects">Which, and why; at most 100.</param>
    /// <param name="Reason">Why the whole body could not be read.</param>
    internal sealed record Receipt(int Accepted, int Rejected, IReadOnlyList<Refusal> Rejects, string? Reason);

    /// <summary>One event that could not be read.</summary>
    /// <param name="Index">Its place in the batch, from 0.</param>
    /// <param name="Reason">Why.</param>
    internal sealed record Refusal(int Index, string Reason);
}
