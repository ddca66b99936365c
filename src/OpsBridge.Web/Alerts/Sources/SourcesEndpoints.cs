using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.SignIn;

namespace OpsBridge.Alerts.Sources;

/// <summary>Sources over HTTP: the same use cases as the pages.</summary>
internal static class SourcesEndpoints
{
    private const string Root = "/api/v1/sources";
    private const int Day = 86_400;

    /// <summary>Maps <c>/api/v1/sources</c>.</summary>
    public static void MapSources(this IEndpointRouteBuilder routes)
    {
        var sources = routes.MapGroup(Root).WithTags("Sources").RequireAuthorization(Permissions.ManageSources);
        sources.MapGet("/", ListAsync).WithSummary("Every source by name");
        sources.MapGet("/{id:guid}", FindAsync).WithSummary("One source, with its ETag");
        sources.MapPost("/", CreateAsync).WithSummary("Create; the answer holds its first key");
        sources.MapPut("/{id:guid}", ChangeAsync).NeedIfMatch().WithSummary("Change; needs If-Match");
        sources.MapDelete("/{id:guid}", DeleteAsync).WithSummary("Delete; its keys are revoked, its alerts stay");
        sources.MapPost("/{id:guid}/keys", RotateAsync).WithSummary("A new key; the old ones stay good for a while");
        sources.MapDelete("/{id:guid}/keys/{keyId:guid}", RevokeAsync).WithSummary("Revoke one key");
    }

    private static async Task<Ok<IReadOnlyList<SourceResource>>> ListAsync(ISourceList list, ClaimsPrincipal user, CancellationToken ct) =>
        TypedResults.Ok<IReadOnlyList<SourceResource>>([.. (await list.ReadAsync(ActorClaims.Read(user), ct)).Select(SourceResource.Of)]);

    private static async Task<Results<Ok<SourceResource>, NotFound>> FindAsync(
        Guid id, ISourceList list, ClaimsPrincipal user, HttpResponse response, CancellationToken ct)
    {
        if (await list.FindAsync(id, ActorClaims.Read(user), ct) is not { } row)
        {
            return TypedResults.NotFound();
        }

        RowVersions.Tag(response, row.Version);
        return TypedResults.Ok(SourceResource.Of(row));
    }

    private static async Task<Results<Created<CreatedSource>, ValidationProblem>> CreateAsync(
        SourceBody body, CreateSource create, ClaimsPrincipal user, HttpResponse response, CancellationToken ct)
    {
        switch (await create.HandleAsync(body.ToDetails(), ActorClaims.Read(user), ct))
        {
            case CreateSourceResult.Done done:
                RowVersions.Tag(response, done.Version);
                response.Headers.CacheControl = "no-store";
                return TypedResults.Created($"{Root}/{done.Id}", new CreatedSource(done.Id, done.Key.Token));
            case var refused:
                return AssetAnswers.Invalid(((CreateSourceResult.Invalid)refused).Errors);
        }
    }

    private static async Task<Results<NoContent, NotFound, ValidationProblem, ProblemHttpResult>> ChangeAsync(
        Guid id, SourceBody body, ChangeSource change, ClaimsPrincipal user, SeenVersion seen, HttpResponse response, CancellationToken ct)
    {
        switch (await change.HandleAsync(id, seen.Value, body.ToDetails(), ActorClaims.Read(user), ct))
        {
            case ChangeSourceResult.Done done:
                RowVersions.Tag(response, done.Version);
                return TypedResults.NoContent();
            case ChangeSourceResult.Stale stale:
                return RowVersions.Stale(response, stale.Version);
            case ChangeSourceResult.Invalid invalid:
                return AssetAnswers.Invalid(invalid.Errors);
            default:
                return TypedResults.NotFound();
        }
    }

    private static async Task<Results<NoContent, NotFound>> DeleteAsync(Guid id, DeleteSource delete, ClaimsPrincipal user, CancellationToken ct) =>
        await delete.HandleAsync(id, ActorClaims.Read(user), ct) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<Created<RotatedKey>, NotFound, ProblemHttpResult>> RotateAsync(
        Guid id, RotateBody? body, RotateSourceKey rotate, ClaimsPrincipal user, HttpResponse response, CancellationToken ct)
    {
        response.Headers.CacheControl = "no-store";
        return await rotate.HandleAsync(id, TimeSpan.FromSeconds(body?.OverlapSeconds ?? Day), ActorClaims.Read(user), ct) switch
        {
            RotateSourceKeyResult.Done done => TypedResults.Created($"{Root}/{id}/keys/{done.Key.Id}", new RotatedKey(done.Key.Id, done.Key.Token, done.OldKeysEnd)),
            RotateSourceKeyResult.Refused refused => TypedResults.Problem(refused.Reason, statusCode: StatusCodes.Status403Forbidden),
            _ => TypedResults.NotFound(),
        };
    }

    private static async Task<Results<NoContent, NotFound>> RevokeAsync(
        Guid id, Guid keyId, RevokeSourceKey revoke, ClaimsPrincipal user, CancellationToken ct) =>
        await revoke.HandleAsync(id, keyId, ActorClaims.Read(user), ct) == RevokeResult.NotFound ? TypedResults.NotFound() : TypedResults.NoContent();
}
