using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.SignIn;

namespace OpsBridge.Alerts.Correlation;

/// <summary>Cause and symptom and the rules of both sorts over HTTP: the same use cases as the pages.</summary>
internal static class CorrelationEndpoints
{
    private const string Root = "/api/v1/alert-rules";

    /// <summary>Maps ranking among the alerts, and <c>/api/v1/alert-rules</c>.</summary>
    public static void MapAlertRules(this IEndpointRouteBuilder routes)
    {
        var alerts = routes.MapGroup(AlertsEndpoints.Root).WithTags("Alerts");
        alerts.MapPost("/ranking", RankAsync).RequireAuthorization(Permissions.HandleAlerts).WithSummary("Rank alerts as symptoms of a cause, or let them stand for themselves");
        alerts.MapGet("/{id:long}/symptoms", SymptomsAsync).RequireAuthorization(Permissions.ViewAlerts).WithSummary("Open symptoms of an alert");
        var ranking = routes.MapGroup($"{Root}/ranking").WithTags("Alert rules");
        ranking.MapGet("/", ListRankingAsync).RequireAuthorization(Permissions.ViewAlerts).WithSummary("Ranking rules by name");
        ranking.MapGet("/{id:guid}", FindRankingAsync).RequireAuthorization(Permissions.ViewAlerts).WithSummary("One ranking rule, with its ETag");
        ranking.MapPost("/", CreateRankingAsync).RequireAuthorization(Permissions.EditAlertRules).WithSummary("Create a ranking rule");
        ranking.MapPut("/{id:guid}", ChangeRankingAsync).RequireAuthorization(Permissions.EditAlertRules).WithSummary("Change a ranking rule; needs If-Match");
        ranking.MapDelete("/{id:guid}", RemoveRankingAsync).RequireAuthorization(Permissions.EditAlertRules).WithSummary("Remove a ranking rule");
        ranking.MapPost("/preview", PreviewRankingAsync).RequireAuthorization(Permissions.ViewAlerts).WithSummary("What a ranking rule would do, without storing it");
        var grouping = routes.MapGroup($"{Root}/grouping").WithTags("Alert rules");
        grouping.MapGet("/", ListGroupingAsync).RequireAuthorization(Permissions.ViewAlerts).WithSummary("Grouping rules by name");
        grouping.MapGet("/{id:guid}", FindGroupingAsync).RequireAuthorization(Permissions.ViewAlerts).WithSummary("One grouping rule, with its ETag");
        grouping.MapPost("/", CreateGroupingAsync).RequireAuthorization(Permissions.EditAlertRules).WithSummary("Create a grouping rule");
        grouping.MapPut("/{id:guid}", ChangeGroupingAsync).RequireAuthorization(Permissions.EditAlertRules).WithSummary("Change a grouping rule; needs If-Match");
        grouping.MapDelete("/{id:guid}", RemoveGroupingAsync).RequireAuthorization(Permissions.EditAlertRules).WithSummary("Remove a grouping rule");
        grouping.MapPost("/preview", PreviewGroupingAsync).RequireAuthorization(Permissions.ViewAlerts).WithSummary("What a grouping rule would do, without storing it");
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

    private static async Task<Ok<IReadOnlyList<RuleRow<RankingRuleDetails>>>> ListRankingAsync(IAlertRuleList list, ClaimsPrincipal user, CancellationToken ct) =>
        TypedResults.Ok(await list.RankingAsync(ActorClaims.Read(user), ct));

    private static async Task<Ok<IReadOnlyList<RuleRow<GroupingRuleDetails>>>> ListGroupingAsync(IAlertRuleList list, ClaimsPrincipal user, CancellationToken ct) =>
        TypedResults.Ok(await list.GroupingAsync(ActorClaims.Read(user), ct));

    private static async Task<Results<Ok<RuleRow<RankingRuleDetails>>, NotFound>> FindRankingAsync(
        Guid id, IAlertRuleList list, ClaimsPrincipal user, HttpResponse response, CancellationToken ct) =>
        Found((await list.RankingAsync(ActorClaims.Read(user), ct)).FirstOrDefault(r => r.Id == id), response);

    private static async Task<Results<Ok<RuleRow<GroupingRuleDetails>>, NotFound>> FindGroupingAsync(
        Guid id, IAlertRuleList list, ClaimsPrincipal user, HttpResponse response, CancellationToken ct) =>
        Found((await list.GroupingAsync(ActorClaims.Read(user), ct)).FirstOrDefault(r => r.Id == id), response);

    private static async Task<Results<Created, NoContent, NotFound, ValidationProblem, ProblemHttpResult>> CreateRankingAsync(
        RankingRuleBody body, SaveRankingRule save, ClaimsPrincipal user, HttpResponse response, CancellationToken ct) =>
        Saved(await save.HandleAsync(null, null, body.ToDetails(), ActorClaims.Read(user), ct), $"{Root}/ranking", response);

    private static async Task<Results<Created, NoContent, NotFound, ValidationProblem, ProblemHttpResult>> CreateGroupingAsync(
        GroupingRuleBody body, SaveGroupingRule save, ClaimsPrincipal user, HttpResponse response, CancellationToken ct) =>
        Saved(await save.HandleAsync(null, null, body.ToDetails(), ActorClaims.Read(user), ct), $"{Root}/grouping", response);

    private static async Task<Results<Created, NoContent, NotFound, ValidationProblem, ProblemHttpResult>> ChangeRankingAsync(
        Guid id, RankingRuleBody body, SaveRankingRule save, ClaimsPrincipal user, HttpContext http, CancellationToken ct) =>
        RowVersions.Wanted(http.Request) is { } version
            ? Saved(await save.HandleAsync(id, version, body.ToDetails(), ActorClaims.Read(user), ct), null, http.Response)
            : AssetAnswers.NoVersion();

    private static async Task<Results<Created, NoContent, NotFound, ValidationProblem, ProblemHttpResult>> ChangeGroupingAsync(
        Guid id, GroupingRuleBody body, SaveGroupingRule save, ClaimsPrincipal user, HttpContext http, CancellationToken ct) =>
        RowVersions.Wanted(http.Request) is { } version
            ? Saved(await save.HandleAsync(id, version, body.ToDetails(), ActorClaims.Read(user), ct), null, http.Response)
            : AssetAnswers.NoVersion();

    private static async Task<Results<NoContent, NotFound>> RemoveRankingAsync(Guid id, RemoveRankingRule remove, ClaimsPrincipal user, CancellationToken ct) =>
        await remove.HandleAsync(id, ActorClaims.Read(user), ct) is RemoveRuleResult.Done ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> RemoveGroupingAsync(Guid id, RemoveGroupingRule remove, ClaimsPrincipal user, CancellationToken ct) =>
        await remove.HandleAsync(id, ActorClaims.Read(user), ct) is RemoveRuleResult.Done ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<Ok<RankingPreview>, ValidationProblem>> PreviewRankingAsync(
        RankingRuleBody body, IPreviewRules preview, ClaimsPrincipal user, CancellationToken ct)
    {
        var details = body.ToDetails() is { Name.Length: 0 } nameless ? nameless with { Name = "preview" } : body.ToDetails();
        return await preview.HandleAsync(details, ActorClaims.Read(user), ct) is { } found ? TypedResults.Ok(found) : AssetAnswers.Invalid(details.Validate());
    }

    private static async Task<Results<Ok<GroupingPreview>, ValidationProblem>> PreviewGroupingAsync(
        GroupingRuleBody body, IPreviewRules preview, ClaimsPrincipal user, CancellationToken ct)
    {
        var details = body.ToDetails() is { Name.Length: 0 } nameless ? nameless with { Name = "preview" } : body.ToDetails();
        return await preview.HandleAsync(details, ActorClaims.Read(user), ct) is { } found ? TypedResults.Ok(found) : AssetAnswers.Invalid(details.Validate());
    }

    private static Results<Ok<RuleRow<TDetails>>, NotFound> Found<TDetails>(RuleRow<TDetails>? rule, HttpResponse response)
    {
        if (rule is null)
        {
            return TypedResults.NotFound();
        }

        RowVersions.Tag(response, rule.Version);
        return TypedResults.Ok(rule);
    }

    private static Results<Created, NoContent, NotFound, ValidationProblem, ProblemHttpResult> Saved(SaveRuleResult result, string? root, HttpResponse response)
    {
        switch (result)
        {
            case SaveRuleResult.Done done:
                RowVersions.Tag(response, done.Version);
                return root is null ? TypedResults.NoContent() : TypedResults.Created($"{root}/{done.Id}");
            case SaveRuleResult.Invalid invalid:
                return AssetAnswers.Invalid(invalid.Errors);
            case SaveRuleResult.Stale stale:
                return AssetAnswers.Stale(response, stale.Version);
            default:
                return TypedResults.NotFound();
        }
    }
}
