using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using OpsBridge.Alerts.Correlation;
using OpsBridge.Alerts.Sources;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.SignIn;

namespace OpsBridge.Alerts;

/// <summary>Alerts over HTTP: the same use cases as the pages.</summary>
public static class AlertsEndpoints
{
    /// <summary>Where alerts are in the API.</summary>
    internal const string Root = "/api/v1/alerts";

    /// <summary>Maps <c>/api/v1/alerts</c>.</summary>
    public static IEndpointRouteBuilder MapAlerts(this IEndpointRouteBuilder routes)
    {
        var alerts = routes.MapGroup(Root).WithTags("Alerts");
        alerts.MapGet("/", ListAsync).RequireAuthorization(Permissions.ViewAlerts).WithSummary("Alerts by descending id; open ones unless open=false");
        alerts.MapGet("/{id:long}", FindAsync).RequireAuthorization(Permissions.ViewAlerts).WithSummary("One alert");
        routes.MapAlertHandling();
        routes.MapAlertHistory();
        routes.MapRanking();
        routes.MapAlertRules();
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
}
