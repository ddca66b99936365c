using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using OpsBridge.Identity;
using OpsBridge.SignIn;

namespace OpsBridge.Shifts.Staffing;

/// <summary>Roster against actual as a file.</summary>
public static class StaffingEndpoints
{
    /// <summary>Maps the one address.</summary>
    public static IEndpointRouteBuilder MapStaffing(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/shifts/export", Export).RequireAuthorization(Permissions.PlanRoster).ExcludeFromDescription();
        return routes;
    }

    private static PushStreamHttpResult Export(ExportStaff export, ClaimsPrincipal user, HttpContext http) =>
        TypedResults.Stream(output => export.HandleAsync(output, ActorClaims.Read(user), http.RequestAborted), "text/csv; charset=utf-8", "shifts.csv");
}
