using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using OpsBridge.Identity;
using OpsBridge.SignIn;

namespace OpsBridge.Rounds;

/// <summary>Photos of rounds for browsers.</summary>
public static class RoundEndpoints
{
    /// <summary>Where a browser gets a photo, to be shown.</summary>
    internal static string Photo(Guid id) => $"/rounds/photos/{id}";

    /// <summary>Maps them.</summary>
    public static IEndpointRouteBuilder MapRounds(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/rounds/photos/{id:guid}", OpenAsync).RequireAuthorization(Permissions.ViewRounds).ExcludeFromDescription();
        return routes;
    }

    /// <summary>Only pictures are stored; browsers may not guess another type, and nothing in one may load or run anything.</summary>
    private static async Task<Results<PushStreamHttpResult, NotFound>> OpenAsync(Guid id, IRoundFiles files, ClaimsPrincipal user, HttpContext http)
    {
        var actor = ActorClaims.Read(user);
        if (await files.FindAsync(id, actor, http.RequestAborted) is not { } file)
        {
            return TypedResults.NotFound();
        }

        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = SecurityHeaders.AttachedFile;
        headers.ContentLength = file.Length;
        var disposition = new ContentDispositionHeaderValue("inline");
        disposition.SetHttpFileName(file.Name);
        headers.ContentDisposition = disposition.ToString();
        return TypedResults.Stream(output => files.CopyAsync(id, output, actor, http.RequestAborted), file.MediaType);
    }
}
