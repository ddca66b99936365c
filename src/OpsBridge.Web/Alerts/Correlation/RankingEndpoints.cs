using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using OpsBridge.Identity;
using OpsBridge.SignIn;

namespace OpsBridge.Alerts.Correlation;

/// <summary>Cause and symptom over HTTP: the same use cases as the pages.</summary>
internal static class RankingEndpoints
{
    /// <summary>Maps ranking among the alerts.</summary>
    public static void MapRanking(this IEndpointRouteBuilder routes)
    {
        var alerts = routes.MapGroup(AlertsEndpoints.Root).WithTags("Alerts");
        alerts.MapPost("/ranking", RankAsync).RequireAuthorization(Permissions.HandleAlerts).WithSummary("Rank alerts as symptoms of a cause, or let them stand for themselves");
        alerts.MapGet("/{id:long}/symptoms", SymptomsAsync).RequireAuthorization(Permissions.ViewAlerts).WithSummary("Open symptoms of an alert");
    }

    private static async Task<Results<Ok<RankingResource>, NotFound, ProblemHttpResult>> RankAsync(
        RankingBody body, RankSymptoms rank, StandAlone alone, ClaimsPrincipal user, CancellationToken ct)
    {
        var (ids, actor) = (body.Ids ?? [], ActorClaims.Read(user));
        var result = body.CauseId is { } cause ? await rank.HandleAsync(ids, cause, body.Why, actor, ct) : await alone.HandleAsync(ids, body.Why, actor, ct);
        return result switch
        {
            RankResult.Done done => TypedResults.Ok(new RankingResource(done.ActionId, done.CauseId, done.Ranked, done.Followed, done.Left)),
            RankResult.Nothing nothing => TypedResults.Ok(new RankingResource(null, body.CauseId, [], [], nothing.Left)),
            RankResult.CauseClosed => TypedResults.Problem("The cause is closed.", statusCode: StatusCodes.Status409Conflict),
            RankResult.Invalid invalid => AlertAnswers.Invalid(invalid.Reason.StartsWith("A reason", StringComparison.Ordinal) ? "why" : "ids", invalid.Reason),
            _ => TypedResults.NotFound(),
        };
    }

    private static async Task<Results<Ok<IReadOnlyList<AlertRow>>, NotFound>> SymptomsAsync(
        long id, IAlertBoard board, SymptomIndex index, ClaimsPrincipal user, CancellationToken ct)
    {
        var actor = ActorClaims.Read(user);
        var view = await board.OpenAsync(actor, ct);
        return view.Find(id) is not null || await board.FindAsync(id, actor, ct) is not null ? TypedResults.Ok(index.Of(view, id)) : TypedResults.NotFound();
    }
}
