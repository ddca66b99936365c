using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.SignIn;

namespace OpsBridge.Alerts.Correlation;

/// <summary>The rules of both sorts over HTTP: the same use cases as the page.</summary>
internal static class AlertRulesEndpoints
{
    /// <summary>Maps <c>/api/v1/alert-rules</c>.</summary>
    public static void MapAlertRules(this IEndpointRouteBuilder routes)
    {
        var ranking = routes.MapGroup("/api/v1/alert-rules/ranking").WithTags("Alert rules");
        ranking.MapGet("/", ListAsync<RankingRuleDetails>).RequireAuthorization(Permissions.ViewAlerts).WithSummary("Ranking rules by name");
        ranking.MapGet("/{id:guid}", FindAsync<RankingRuleDetails>).RequireAuthorization(Permissions.ViewAlerts).WithSummary("One ranking rule, with its ETag");
        ranking.MapPost("/", CreateAsync<RankingRuleBody, RankingRuleDetails>).RequireAuthorization(Permissions.EditAlertRules).WithSummary("Create a ranking rule");
        ranking.MapPut("/{id:guid}", ChangeAsync<RankingRuleBody, RankingRuleDetails>).NeedIfMatch().RequireAuthorization(Permissions.EditAlertRules).WithSummary("Change a ranking rule; needs If-Match");
        ranking.MapDelete("/{id:guid}", RemoveAsync<RankingRuleDetails>).RequireAuthorization(Permissions.EditAlertRules).WithSummary("Remove a ranking rule");
        ranking.MapPost("/preview", PreviewAsync<RankingRuleBody, RankingRuleDetails, RankingPreview>).RequireAuthorization(Permissions.ViewAlerts).WithSummary("What a ranking rule would do, without storing it");
        var grouping = routes.MapGroup("/api/v1/alert-rules/grouping").WithTags("Alert rules");
        grouping.MapGet("/", ListAsync<GroupingRuleDetails>).RequireAuthorization(Permissions.ViewAlerts).WithSummary("Grouping rules by name");
        grouping.MapGet("/{id:guid}", FindAsync<GroupingRuleDetails>).RequireAuthorization(Permissions.ViewAlerts).WithSummary("One grouping rule, with its ETag");
        grouping.MapPost("/", CreateAsync<GroupingRuleBody, GroupingRuleDetails>).RequireAuthorization(Permissions.EditAlertRules).WithSummary("Create a grouping rule");
        grouping.MapPut("/{id:guid}", ChangeAsync<GroupingRuleBody, GroupingRuleDetails>).NeedIfMatch().RequireAuthorization(Permissions.EditAlertRules).WithSummary("Change a grouping rule; needs If-Match");
        grouping.MapDelete("/{id:guid}", RemoveAsync<GroupingRuleDetails>).RequireAuthorization(Permissions.EditAlertRules).WithSummary("Remove a grouping rule");
        grouping.MapPost("/preview", PreviewAsync<GroupingRuleBody, GroupingRuleDetails, GroupingPreview>).RequireAuthorization(Permissions.ViewAlerts).WithSummary("What a grouping rule would do, without storing it");
    }

    private static async Task<Ok<IReadOnlyList<RuleRow<TDetails>>>> ListAsync<TDetails>(IRuleList<TDetails> list, ClaimsPrincipal user, CancellationToken ct) =>
        TypedResults.Ok(await list.ReadAsync(ActorClaims.Read(user), ct));

    private static async Task<Results<Ok<RuleRow<TDetails>>, NotFound>> FindAsync<TDetails>(
        Guid id, IRuleList<TDetails> list, ClaimsPrincipal user, HttpResponse response, CancellationToken ct)
    {
        if ((await list.ReadAsync(ActorClaims.Read(user), ct)).FirstOrDefault(r => r.Id == id) is not { } rule)
        {
            return TypedResults.NotFound();
        }

        RowVersions.Tag(response, rule.Version);
        return TypedResults.Ok(rule);
    }

    private static async Task<Results<Created, ValidationProblem>> CreateAsync<TBody, TDetails>(
        TBody body, ISaveRule<TDetails> save, ClaimsPrincipal user, HttpContext http, CancellationToken ct)
        where TBody : IRuleBody<TDetails>
    {
        switch (await save.HandleAsync(null, null, body.ToDetails(body.Name ?? ""), ActorClaims.Read(user), ct))
        {
            case SaveRuleResult.Done done:
                RowVersions.Tag(http.Response, done.Version);
                return TypedResults.Created($"{http.Request.Path.Value?.TrimEnd('/')}/{done.Id}");
            case var refused:
                return AssetAnswers.Invalid(((SaveRuleResult.Invalid)refused).Errors);
        }
    }

    private static async Task<Results<NoContent, NotFound, ValidationProblem, ProblemHttpResult>> ChangeAsync<TBody, TDetails>(
        Guid id, TBody body, ISaveRule<TDetails> save, ClaimsPrincipal user, SeenVersion seen, HttpResponse response, CancellationToken ct)
        where TBody : IRuleBody<TDetails>
    {
        switch (await save.HandleAsync(id, seen.Value, body.ToDetails(body.Name ?? ""), ActorClaims.Read(user), ct))
        {
            case SaveRuleResult.Done done:
                RowVersions.Tag(response, done.Version);
                return TypedResults.NoContent();
            case SaveRuleResult.Stale stale:
                return RowVersions.Stale(response, stale.Version);
            case SaveRuleResult.Invalid invalid:
                return AssetAnswers.Invalid(invalid.Errors);
            default:
                return TypedResults.NotFound();
        }
    }

    private static async Task<Results<NoContent, NotFound>> RemoveAsync<TDetails>(Guid id, IRemoveRule<TDetails> remove, ClaimsPrincipal user, CancellationToken ct) =>
        await remove.HandleAsync(id, ActorClaims.Read(user), ct) is RemoveRuleResult.Done ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<Ok<TPreview>, ValidationProblem>> PreviewAsync<TBody, TDetails, TPreview>(
        TBody body, IPreviewRule<TDetails, TPreview> preview, ClaimsPrincipal user, CancellationToken ct)
        where TBody : IRuleBody<TDetails>
        where TDetails : IRuleDetails
        where TPreview : class
    {
        var details = body.ToDetails(string.IsNullOrEmpty(body.Name) ? "preview" : body.Name); // what it would do does not depend on its name
        return await preview.HandleAsync(details, ActorClaims.Read(user), ct) is { } found ? TypedResults.Ok(found) : AssetAnswers.Invalid(details.Validate());
    }
}
