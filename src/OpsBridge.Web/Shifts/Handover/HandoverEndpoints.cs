using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using OpsBridge.Identity;
using OpsBridge.SignIn;

namespace OpsBridge.Shifts.Handover;

/// <summary>The report of a handover, and the proof of all records over HTTP.</summary>
internal static class HandoverEndpoints
{
    /// <summary>Maps them.</summary>
    public static IEndpointRouteBuilder MapHandovers(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/handover/{id:guid}/report", ReportAsync).RequireAuthorization(Permissions.ViewShifts).ExcludeFromDescription();
        routes.MapGet("/api/v1/handovers/verify", VerifyAsync).RequireAuthorization(Permissions.ViewShifts).WithTags("Handovers")
            .WithSummary("Proves every sealed handover; names those that are not as they were sealed");
        return routes;
    }

    private static async Task<Results<ContentHttpResult, FileContentHttpResult, NotFound>> ReportAsync(
        Guid id, IHandoverReader reader, ClaimsPrincipal user, CancellationToken ct, bool download = false)
    {
        if (await reader.ReadAsync(id, ActorClaims.Read(user), ct) is not { } view)
        {
            return TypedResults.NotFound();
        }

        var html = HandoverReport.Write(view, linked: !download);
        return download
            ? TypedResults.File(System.Text.Encoding.UTF8.GetBytes(html), "text/html; charset=utf-8", $"handover-{view.Head.At:yyyyMMdd-HHmm}.html")
            : TypedResults.Content(html, "text/html; charset=utf-8");
    }

    private static async Task<Ok<HandoverVerdict>> VerifyAsync(VerifyHandovers verify, ClaimsPrincipal user, CancellationToken ct) =>
        TypedResults.Ok(await verify.HandleAsync(ActorClaims.Read(user), ct));
}
