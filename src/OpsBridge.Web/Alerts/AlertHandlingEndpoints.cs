using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using OpsBridge.Alerts.Handling;
using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.SignIn;

namespace OpsBridge.Alerts;

/// <summary>Everything that an operator can do to alerts, over HTTP. If-Match is heeded where it is sent.</summary>
internal static class AlertHandlingEndpoints
{
    /// <summary>Maps the verbs.</summary>
    public static void MapAlertHandling(this IEndpointRouteBuilder routes)
    {
        var handling = routes.MapGroup(AlertsEndpoints.Root).WithTags("Alerts").RequireAuthorization(Permissions.HandleAlerts);
        handling.MapPost("/{id:long}/acknowledgement", AcknowledgeAsync).WithSummary("Acknowledge: normal, sticky or expiring");
        handling.MapDelete("/{id:long}/acknowledgement", UnacknowledgeAsync).WithSummary("Take the acknowledgement back");
        handling.MapPost("/{id:long}/owner", OwnAsync).WithSummary("Take over, or give to an account");
        handling.MapDelete("/{id:long}/owner", PoolAsync).WithSummary("Return to the pool");
        handling.MapPost("/{id:long}/severity", RerankAsync).WithSummary("Judge the severity, until the source reports another one");
        handling.MapPost("/{id:long}/shelf", ShelveAsync).WithSummary("Put aside until a time, until clear or until the next shift");
        handling.MapDelete("/{id:long}/shelf", UnshelveAsync).WithSummary("Take from the shelf");
        handling.MapPost("/{id:long}/notes", NoteAsync).WithSummary("Add a note");
        handling.MapPost("/{id:long}/links", LinkAsync).WithSummary("Add a link");
        handling.MapPost("/{id:long}/closure", CloseAsync).WithSummary("Close");
        handling.MapPost("/bulk", BulkAsync).WithSummary("One verb for up to 10,000 alerts, in one transaction");
        handling.MapPost("/actions/{actionId:guid}/undo", UndoAsync).WithSummary("Take an action back, within ten minutes");
    }

    private static Task<Results<Ok<HandledResource>, NotFound, ProblemHttpResult>> AcknowledgeAsync(long id, AcknowledgementBody? body, Call call) =>
        call.OneAsync(id, new AlertVerb.Acknowledge(body?.Kind ?? AcknowledgementKind.Normal, body?.Until), body?.Note);

    private static Task<Results<Ok<HandledResource>, NotFound, ProblemHttpResult>> UnacknowledgeAsync(long id, Call call, string? note = null) =>
        call.OneAsync(id, new AlertVerb.Unacknowledge(), note);

    private static Task<Results<Ok<HandledResource>, NotFound, ProblemHttpResult>> OwnAsync(long id, OwnerBody? body, Call call) =>
        call.OneAsync(id, body?.AccountId is { } account ? new AlertVerb.Give(account) : new AlertVerb.Take(), body?.Note);

    private static Task<Results<Ok<HandledResource>, NotFound, ProblemHttpResult>> PoolAsync(long id, Call call, string? note = null) =>
        call.OneAsync(id, new AlertVerb.Pool(), note);

    private static Task<Results<Ok<HandledResource>, NotFound, ProblemHttpResult>> RerankAsync(long id, SeverityBody body, Call call) =>
        call.OneAsync(id, new AlertVerb.Rerank(body.Severity), body.Note);

    private static Task<Results<Ok<HandledResource>, NotFound, ProblemHttpResult>> ShelveAsync(long id, ShelfBody body, Call call) =>
        call.OneAsync(id, new AlertVerb.Shelve(body.Kind, body.Until), body.Reason);

    private static Task<Results<Ok<HandledResource>, NotFound, ProblemHttpResult>> UnshelveAsync(long id, Call call, string? note = null) =>
        call.OneAsync(id, new AlertVerb.Unshelve(), note);

    private static Task<Results<Ok<HandledResource>, NotFound, ProblemHttpResult>> NoteAsync(long id, NoteBody body, Call call) =>
        call.OneAsync(id, new AlertVerb.Note(), body.Note);

    private static Task<Results<Ok<HandledResource>, NotFound, ProblemHttpResult>> LinkAsync(long id, LinkBody body, Call call) =>
        call.OneAsync(id, new AlertVerb.Link(body.Text ?? body.Href ?? "", body.Href ?? ""), null);

    private static Task<Results<Ok<HandledResource>, NotFound, ProblemHttpResult>> CloseAsync(long id, NoteBody? body, Call call) =>
        call.OneAsync(id, new AlertVerb.Close(), body?.Note);

    private static async Task<Results<Ok<BulkResource>, ProblemHttpResult>> BulkAsync(BulkVerbBody body, HandleAlerts handle, ClaimsPrincipal user, CancellationToken ct)
    {
        if (body.Read() is not { } verb)
        {
            return AlertAnswers.Invalid("verb", "Name a verb and what it needs: acknowledge (kind, until), unacknowledge, take, give (accountId), pool, "
                + "severity (severity), shelve (kind, until, comment), unshelve, note (comment), link (href, text) or close.");
        }

        var result = await handle.HandleAsync(new AlertOrder(body.Ids ?? [], verb, body.Comment), ActorClaims.Read(user), ct);
        return result switch
        {
            HandleResult.Handled handled => TypedResults.Ok(new BulkResource(
                verb.Undoable && handled.Done > 0 ? handled.ActionId : null, handled.Done, [.. handled.Alerts.Select(BulkOutcomeResource.Of)])),
            var invalid => AlertAnswers.Invalid(((HandleResult.Invalid)invalid).Field, ((HandleResult.Invalid)invalid).Reason),
        };
    }

    private static async Task<Results<Ok<BulkResource>, NotFound, ProblemHttpResult>> UndoAsync(Guid actionId, UndoAlertAction undo, ClaimsPrincipal user, CancellationToken ct) =>
        await undo.HandleAsync(actionId, ActorClaims.Read(user), ct) switch
        {
            UndoResult.Undone done => TypedResults.Ok(new BulkResource(
                null, done.Alerts.Count(a => a.Outcome is AlertOutcome.Done), [.. done.Alerts.Select(BulkOutcomeResource.Of)])),
            UndoResult.TooLate => TypedResults.Problem("That was more than ten minutes ago.", statusCode: StatusCodes.Status409Conflict),
            _ => TypedResults.NotFound(),
        };

    /// <summary>What every verb of one alert needs of the request.</summary>
    private sealed record Call(HandleAlerts Handle, HttpContext Http)
    {
        /// <summary>Bound from the request.</summary>
        public static ValueTask<Call> BindAsync(HttpContext http) => ValueTask.FromResult(new Call(http.RequestServices.GetRequiredService<HandleAlerts>(), http));

        public async Task<Results<Ok<HandledResource>, NotFound, ProblemHttpResult>> OneAsync(long id, AlertVerb verb, string? comment)
        {
            var order = new AlertOrder([id], verb, comment) { Version = RowVersions.Wanted(Http.Request) };
            return AlertAnswers.OfOne(await Handle.HandleAsync(order, ActorClaims.Read(Http.User), Http.RequestAborted), verb);
        }
    }
}
