using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.SignIn;

namespace OpsBridge.Assets;

/// <summary>What a caller says about a site.</summary>
/// <param name="Name">Unique, 1 to 100 characters.</param>
/// <param name="Kind">dataCentre, recoverySite, branch or cloud.</param>
/// <param name="TimeZone">IANA zone such as Europe/Zurich.</param>
/// <param name="Notes">Free text.</param>
public sealed record SiteBody(string? Name, string? Kind, string? TimeZone, string? Notes)
{
    /// <summary>The values as the use cases take them; a kind that is no word of ours becomes one that validation refuses.</summary>
    public SiteDetails ToDetails() => new(Name ?? "", AssetAnswers.Word<SiteKind>(Kind) ?? (SiteKind)(-1), TimeZone ?? "", Notes);
}

/// <summary>A site.</summary>
public sealed record SiteResource(Guid Id, string Name, string Kind, string TimeZone, string? Notes, int Assets, int Retired);

/// <summary>Sites over HTTP.</summary>
internal static class SitesEndpoints
{
    private const string Root = "/api/v1/sites";

    /// <summary>Maps <c>/api/v1/sites</c>.</summary>
    public static void MapSites(this IEndpointRouteBuilder routes)
    {
        var sites = routes.MapGroup(Root).WithTags("Sites");
        sites.MapGet("/", ListAsync).RequireAuthorization(Permissions.ViewAssets).WithSummary("Sites by name");
        sites.MapGet("/{id:guid}", FindAsync).RequireAuthorization(Permissions.ViewAssets).WithSummary("One site, with its ETag");
        sites.MapPost("/", CreateAsync).RequireAuthorization(Permissions.EditAssets).WithSummary("Create");
        sites.MapPut("/{id:guid}", ChangeAsync).NeedIfMatch().RequireAuthorization(Permissions.EditAssets).WithSummary("Change; needs If-Match");
        sites.MapDelete("/{id:guid}", DeleteAsync).RequireAuthorization(Permissions.EditAssets).WithSummary("Delete an empty site");
    }

    private static async Task<Ok<Page<SiteResource>>> ListAsync(
        ISiteList list, ClaimsPrincipal user, CancellationToken ct, string? q = null, string? after = null, int? limit = null)
    {
        var page = await list.PageAsync(q, after, PageSize.Bounded(limit), ActorClaims.Read(user), ct);
        return TypedResults.Ok(new Page<SiteResource>([.. page.Items.Select(ToResource)], page.Next));
    }

    private static async Task<Results<Ok<SiteResource>, NotFound>> FindAsync(
        Guid id, ISiteList list, ClaimsPrincipal user, HttpResponse response, CancellationToken ct)
    {
        if (await list.FindAsync(id, ActorClaims.Read(user), ct) is not { } site)
        {
            return TypedResults.NotFound();
        }

        RowVersions.Tag(response, site.Version);
        return TypedResults.Ok(ToResource(site));
    }

    private static async Task<Results<Created, ValidationProblem>> CreateAsync(
        SiteBody body, CreateSite create, ClaimsPrincipal user, HttpResponse response, CancellationToken ct)
    {
        switch (await create.HandleAsync(body.ToDetails(), ActorClaims.Read(user), ct))
        {
            case CreateSiteResult.Done done:
                RowVersions.Tag(response, done.Version);
                return TypedResults.Created($"{Root}/{done.Id}");
            case var refused:
                return AssetAnswers.Invalid(((CreateSiteResult.Invalid)refused).Errors);
        }
    }

    private static async Task<Results<NoContent, NotFound, ValidationProblem, ProblemHttpResult>> ChangeAsync(
        Guid id, SiteBody body, ChangeSite change, ClaimsPrincipal user, SeenVersion seen, HttpResponse response, CancellationToken ct)
    {
        switch (await change.HandleAsync(id, seen.Value, body.ToDetails(), ActorClaims.Read(user), ct))
        {
            case ChangeSiteResult.Done done:
                RowVersions.Tag(response, done.Version);
                return TypedResults.NoContent();
            case ChangeSiteResult.Stale stale:
                return RowVersions.Stale(response, stale.Version);
            case ChangeSiteResult.Invalid invalid:
                return AssetAnswers.Invalid(invalid.Errors);
            default:
                return TypedResults.NotFound();
        }
    }

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> DeleteAsync(
        Guid id, DeleteSite delete, ClaimsPrincipal user, CancellationToken ct) =>
        await delete.HandleAsync(id, ActorClaims.Read(user), ct) switch
        {
            DeleteSiteResult.Done => TypedResults.NoContent(),
            DeleteSiteResult.NotEmpty left => AssetAnswers.Conflict($"{left.Assets} assets stand there, retired ones included."),
            _ => TypedResults.NotFound(),
        };

    private static SiteResource ToResource(SiteRow site) =>
        new(site.Id, site.Name, AssetBodies.Word(site.Kind), site.TimeZone, site.Notes, site.Assets, site.Retired);
}
