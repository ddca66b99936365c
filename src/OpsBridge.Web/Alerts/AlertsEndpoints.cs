using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using OpsBridge.Alerts.Sources;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.SignIn;

namespace OpsBridge.Alerts;

/// <summary>Alerts over HTTP: the same use cases as the pages.</summary>
public static class AlertsEndpoints
{
    /// <summary>Maps <c>/api/v1/alerts</c>.</summary>
    public static IEndpointRouteBuilder MapAlerts(this IEndpointRouteBuilder routes)
    {
        var alerts = routes.MapGroup("/api/v1/alerts").WithTags("Alerts");
        alerts.MapGet("/", ListAsync).RequireAuthorization(Permissions.ViewAlerts).WithSummary("Alerts by descending id; open ones unless open=false");
        alerts.MapGet("/{id:long}", FindAsync).RequireAuthorization(Permissions.ViewAlerts).WithSummary("One alert");
        alerts.MapPost("/{id:long}/acknowledgement", AcknowledgeAsync).RequireAuthorization(Permissions.HandleAlerts).WithSummary("Acknowledge");
        alerts.MapPost("/{id:long}/owner", TakeAsync).RequireAuthorization(Permissions.HandleAlerts).WithSummary("Take over");
        alerts.MapPost("/{id:long}/notes", NoteAsync).RequireAuthorization(Permissions.HandleAlerts).WithSummary("Add a note");
        alerts.MapPost("/{id:long}/closure", CloseAsync).RequireAuthorization(Permissions.HandleAlerts).WithSummary("Close");
        routes.MapSources();
        return routes;
    }

    private static async Task<Results<Ok<Page<AlertRow>>, ValidationProblem>> ListAsync(
        IAlertBoard board, ClaimsPrincipal user, CancellationToken ct, bool open = true, string? after = null, int? limit = null)
    {
        long before = 0;
        if (after is not null && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            return TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["after"] = ["Pass the value of next from the page before."] });
        }

        return TypedResults.Ok(await board.PageAsync(open, after is null ? null : before, PageSize.Bounded(limit), ActorClaims.Read(user), ct));
    }

    private static async Task<Results<Ok<AlertRow>, NotFound>> FindAsync(long id, IAlertBoard board, ClaimsPrincipal user, HttpResponse response, CancellationToken ct)
    {
        if (await board.FindAsync(id, ActorClaims.Read(user), ct) is not { } row)
        {
            return TypedResults.NotFound();
        }

        response.Headers.ETag = $"\"{row.Version}\"";
        return TypedResults.Ok(row);
    }

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> AcknowledgeAsync(
        long id, NoteBody? body, AcknowledgeAlert acknowledge, ClaimsPrincipal user, CancellationToken ct) =>
        await acknowledge.HandleAsync(id, body?.Note, ActorClaims.Read(user), ct) switch
        {
            AcknowledgeResult.Done or AcknowledgeResult.DoneAndClosed => TypedResults.NoContent(),
            AcknowledgeResult.AlreadyAcknowledged by => Conflict($"{by.By} acknowledged it already.", ("owner", by.By), ("since", by.At)),
            AcknowledgeResult.AlreadyClosed => Conflict("It is closed already."),
            _ => TypedResults.NotFound(),
        };

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> TakeAsync(long id, TakeAlert take, ClaimsPrincipal user, CancellationToken ct) =>
        await take.HandleAsync(id, ActorClaims.Read(user), ct) switch
        {
            TakeResult.Done or TakeResult.AlreadyYours => TypedResults.NoContent(),
            TakeResult.AlreadyClosed => Conflict("It is closed already."),
            _ => TypedResults.NotFound(),
        };

    private static async Task<Results<NoContent, NotFound, ValidationProblem>> NoteAsync(
        long id, NoteBody body, NoteAlert note, ClaimsPrincipal user, CancellationToken ct) =>
        await note.HandleAsync(id, body.Note ?? "", ActorClaims.Read(user), ct) switch
        {
            NoteResult.Done => TypedResults.NoContent(),
            NoteResult.Invalid invalid => TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["note"] = [invalid.Reason] }),
            _ => TypedResults.NotFound(),
        };

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> CloseAsync(
        long id, NoteBody? body, CloseAlert close, ClaimsPrincipal user, CancellationToken ct) =>
        await close.HandleAsync(id, body?.Note, ActorClaims.Read(user), ct) switch
        {
            CloseResult.Done => TypedResults.NoContent(),
            CloseResult.StillFiring => Conflict("The check still sees the condition; it would be raised again at once."),
            CloseResult.AlreadyClosed => Conflict("It is closed already."),
            _ => TypedResults.NotFound(),
        };

    private static ProblemHttpResult Conflict(string detail, params ReadOnlySpan<(string Name, object Value)> extensions)
    {
        var more = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in extensions)
        {
            more[name] = value;
        }

        return TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict, extensions: more);
    }

    /// <summary>Words that go with an action.</summary>
    public sealed record NoteBody(string? Note);
}
