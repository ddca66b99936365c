using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.SignIn;

namespace OpsBridge.Assets;

/// <summary>Assets over HTTP: the same use cases as the pages.</summary>
public static class AssetsEndpoints
{
    private const string Root = "/api/v1/assets";

    /// <summary>Maps <c>/api/v1/sites</c>, <c>/api/v1/assets</c> and the CSV download of the pages.</summary>
    public static IEndpointRouteBuilder MapAssets(this IEndpointRouteBuilder routes)
    {
        routes.MapSites();
        routes.MapAssetDownload();
        var assets = routes.MapGroup(Root).WithTags("Assets");
        assets.MapGet("/", ListAsync).RequireAuthorization(Permissions.ViewAssets).WithSummary("Assets by name; watched ones unless scope=retired or all");
        assets.MapGet("/{id:guid}", FindAsync).RequireAuthorization(Permissions.ViewAssets).WithSummary("One asset, with its ETag");
        assets.MapPost("/", CreateAsync).RequireAuthorization(Permissions.EditAssets).WithSummary("Create");
        assets.MapPut("/{id:guid}", ChangeAsync).NeedIfMatch().RequireAuthorization(Permissions.EditAssets).WithSummary("Change; needs If-Match");
        assets.MapPost("/{id:guid}/retirement", RetireAsync).RequireAuthorization(Permissions.EditAssets).WithSummary("Take out of the watch");
        assets.MapDelete("/{id:guid}/retirement", ReinstateAsync).RequireAuthorization(Permissions.EditAssets).WithSummary("Take back into the watch");
        assets.MapPost("/bulk", BulkAsync).RequireAuthorization(Permissions.EditAssets).WithSummary("The same change for many assets");
        assets.MapAssetFiles();
        return routes;
    }

    private static async Task<Results<Ok<Page<AssetItem>>, ValidationProblem>> ListAsync(
        [AsParameters] AssetQuery query, IAssetList list, ClaimsPrincipal user, CancellationToken ct, string? after = null, int? limit = null)
    {
        if (!query.TryRead(out var filter, out var problem))
        {
            return problem;
        }

        var page = await list.PageAsync(filter, after, PageSize.Bounded(limit), ActorClaims.Read(user), ct);
        return TypedResults.Ok(new Page<AssetItem>([.. page.Items.Select(AssetBodies.ToItem)], page.Next));
    }

    private static async Task<Results<Ok<AssetResource>, NotFound>> FindAsync(
        Guid id, IAssetDirectory directory, ClaimsPrincipal user, HttpResponse response, CancellationToken ct)
    {
        if (await directory.FindAsync(id, ActorClaims.Read(user), ct) is not { } view)
        {
            return TypedResults.NotFound();
        }

        RowVersions.Tag(response, view.Row.Version);
        return TypedResults.Ok(AssetBodies.ToResource(view));
    }

    private static async Task<Results<Created, ValidationProblem>> CreateAsync(
        AssetBody body, CreateAsset create, ClaimsPrincipal user, HttpResponse response, CancellationToken ct)
    {
        switch (await create.HandleAsync(body.ToDetails(), ActorClaims.Read(user), ct))
        {
            case CreateAssetResult.Done done:
                RowVersions.Tag(response, done.Version);
                return TypedResults.Created($"{Root}/{done.Id}");
            case var refused:
                return AssetAnswers.Invalid(((CreateAssetResult.Invalid)refused).Errors);
        }
    }

    private static async Task<Results<NoContent, NotFound, ValidationProblem, ProblemHttpResult>> ChangeAsync(
        Guid id, AssetBody body, ChangeAsset change, ClaimsPrincipal user, SeenVersion seen, HttpResponse response, CancellationToken ct)
    {
        switch (await change.HandleAsync(id, seen.Value, body.ToDetails(), ActorClaims.Read(user), ct))
        {
            case ChangeAssetResult.Done done:
                RowVersions.Tag(response, done.Version);
                return TypedResults.NoContent();
            case ChangeAssetResult.Stale stale:
                return RowVersions.Stale(response, stale.Version);
            case ChangeAssetResult.Invalid invalid:
                return AssetAnswers.Invalid(invalid.Errors);
            default:
                return TypedResults.NotFound();
        }
    }

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> RetireAsync(
        Guid id, WhyBody? body, RetireAsset retire, ClaimsPrincipal user, CancellationToken ct) =>
        await retire.HandleAsync(id, body?.Why, ActorClaims.Read(user), ct) switch
        {
            RetireAssetResult.Done => TypedResults.NoContent(),
            RetireAssetResult.AlreadyRetired since => AssetAnswers.Conflict($"It has been retired since {since.Since:O}."),
            _ => TypedResults.NotFound(),
        };

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> ReinstateAsync(
        Guid id, ReinstateAsset reinstate, ClaimsPrincipal user, CancellationToken ct) =>
        await reinstate.HandleAsync(id, ActorClaims.Read(user), ct) switch
        {
            ReinstateAssetResult.Done => TypedResults.NoContent(),
            ReinstateAssetResult.NotRetired => AssetAnswers.Conflict("It is watched already."),
            _ => TypedResults.NotFound(),
        };

    private static async Task<Results<Ok<IReadOnlyList<BulkItemResource>>, ValidationProblem>> BulkAsync(
        BulkBody body, BulkEditAssets bulk, ClaimsPrincipal user, CancellationToken ct)
    {
        var criticality = AssetAnswers.Word<Criticality>(body.Criticality);
        if (body.Criticality is not null && criticality is null)
        {
            return AssetAnswers.Invalid(nameof(body.Criticality), "Choose low, medium, high or critical.");
        }

        var edit = new BulkEdit
        {
            SiteId = body.SiteId,
            Criticality = criticality,
            OwnerTeam = body.OwnerTeam,
            AddTags = AssetBodies.ToLabels(body.AddTags),
            RemoveTags = body.RemoveTags ?? [],
            Retire = body.Retire ?? false,
            Why = body.Why,
        };
        return await bulk.HandleAsync(body.Ids ?? [], edit, ActorClaims.Read(user), ct) switch
        {
            BulkEditResult.Done done => TypedResults.Ok<IReadOnlyList<BulkItemResource>>([.. done.Items.Select(AssetBodies.ToResource)]),
            var refused => AssetAnswers.Invalid(nameof(body.Ids), ((BulkEditResult.Invalid)refused).Reason),
        };
    }
}
