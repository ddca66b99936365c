using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.SignIn;

namespace OpsBridge.Shifts.LogBook;

/// <summary>The log book over HTTP: the same use cases as the pages.</summary>
public static class LogEndpoints
{
    /// <summary>Where the log book is in the API.</summary>
    internal const string Root = "/api/v1/log";

    /// <summary>Maps <c>/api/v1/log</c>, and files for browsers.</summary>
    public static IEndpointRouteBuilder MapLogBook(this IEndpointRouteBuilder routes)
    {
        var log = routes.MapGroup(Root).WithTags("Log book");
        log.MapGet("/", ListAsync).RequireAuthorization(Permissions.ViewShifts)
            .WithSummary("Entries, newest first, written and automatic; show, q, kind, who, tag, asset, alert, desk, shift, from and until narrow the list");
        log.MapGet("/{id:guid}", FindAsync).RequireAuthorization(Permissions.ViewShifts).WithSummary("One written entry with its versions, answers and files");
        log.MapPost("/", WriteAsync).RequireAuthorization(Permissions.StandWatch).WithSummary("Write an entry, answer one, or pin something");
        log.MapPost("/{id:guid}/versions", CorrectAsync).RequireAuthorization(Permissions.StandWatch).WithSummary("Correct an entry by a new version");
        log.MapPost("/{id:guid}/closure", CloseAsync).RequireAuthorization(Permissions.StandWatch).WithSummary("Close an ongoing entry or a case with a word");
        routes.MapLogFiles();
        return routes;
    }

    private static async Task<Results<Ok<Page<LogRow>>, ValidationProblem>> ListAsync(ILogBook book, HttpRequest request, ClaimsPrincipal user, CancellationToken ct, string? after = null, int? limit = null)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        var filter = LogAddress.Read(name => request.Query.TryGetValue(name, out var values) ? values[^1] : null, problems);
        if (problems.Count > 0)
        {
            return Invalid(problems);
        }

        return TypedResults.Ok(await book.PageAsync(filter, after, PageSize.Bounded(limit), ActorClaims.Read(user), ct));
    }

    private static async Task<Results<Ok<LogEntryView>, NotFound>> FindAsync(Guid id, ILogBook book, ClaimsPrincipal user, CancellationToken ct) =>
        await book.FindAsync(id, ActorClaims.Read(user), ct) is { } view ? TypedResults.Ok(view) : TypedResults.NotFound();

    private static async Task<Results<Created<WrittenResource>, ValidationProblem>> WriteAsync(LogEntryBody body, WriteLogEntry write, ClaimsPrincipal user, CancellationToken ct) =>
        await write.HandleAsync(body.ToDetails(), ActorClaims.Read(user), ct) switch
        {
            WriteLogEntryResult.Done done => TypedResults.Created($"{Root}/{done.Id}", new WrittenResource(done.Id, done.Late)),
            var refused => Invalid(((WriteLogEntryResult.Invalid)refused).Errors),
        };

    private static async Task<Results<NoContent, NotFound, ValidationProblem, ProblemHttpResult>> CorrectAsync(
        Guid id, CorrectionBody body, CorrectLogEntry correct, ClaimsPrincipal user, CancellationToken ct) =>
        await correct.HandleAsync(id, body.Version, body.Text ?? "", body.Why, ActorClaims.Read(user), ct) switch
        {
            CorrectLogEntryResult.Done => TypedResults.NoContent(),
            CorrectLogEntryResult.Stale stale => TypedResults.Problem(
                string.Create(CultureInfo.InvariantCulture, $"Somebody corrected it first; version {stale.Number} is the newest. Read it again."), statusCode: StatusCodes.Status412PreconditionFailed),
            CorrectLogEntryResult.Locked locked => Conflict($"It is locked since {locked.Since:O}. Answer it instead."),
            CorrectLogEntryResult.NotYours other => Conflict($"{other.Author} wrote it. Answer it instead."),
            CorrectLogEntryResult.Invalid invalid => Invalid(new Dictionary<string, string>(StringComparer.Ordinal) { [nameof(body.Text)] = invalid.Reason }),
            _ => TypedResults.NotFound(),
        };

    private static async Task<Results<NoContent, NotFound, ValidationProblem, ProblemHttpResult>> CloseAsync(
        Guid id, ClosingBody body, CloseLogEntry close, ClaimsPrincipal user, CancellationToken ct) =>
        await close.HandleAsync(id, body.Word ?? "", ActorClaims.Read(user), ct) switch
        {
            CloseLogEntryResult.Done => TypedResults.NoContent(),
            CloseLogEntryResult.AlreadyClosed closed => Conflict($"{closed.By} closed it at {closed.At:O}."),
            CloseLogEntryResult.Invalid invalid => Invalid(new Dictionary<string, string>(StringComparer.Ordinal) { [nameof(body.Word)] = invalid.Reason }),
            _ => TypedResults.NotFound(),
        };

    private static ValidationProblem Invalid(IReadOnlyDictionary<string, string> errors) => TypedResults.ValidationProblem(
        errors.ToDictionary(e => JsonNamingPolicy.CamelCase.ConvertName(e.Key == nameof(LogEntryDetails.ReplyToId) ? nameof(LogEntryBody.ReplyTo) : e.Key), e => new[] { e.Value }, StringComparer.Ordinal));

    private static ProblemHttpResult Conflict(string reason) => TypedResults.Problem(reason, statusCode: StatusCodes.Status409Conflict);
}
