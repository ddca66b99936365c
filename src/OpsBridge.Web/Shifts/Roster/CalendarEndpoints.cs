namespace OpsBridge.Shifts.Roster;

/// <summary>The secret addresses of calendar programs.</summary>
public static class CalendarEndpoints
{
    /// <summary>Maps the one address.</summary>
    public static IEndpointRouteBuilder MapCalendars(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/calendar/{secret}.ics", ReadAsync).AllowAnonymous().ExcludeFromDescription();
        return routes;
    }

    private static async Task<IResult> ReadAsync(string secret, HttpContext context, ICalendarFeeds feeds, CancellationToken ct)
    {
        context.Response.Headers.CacheControl = "no-store";
        return await feeds.FindAsync(secret, ct) is { } calendar ? Results.Text(calendar, "text/calendar", System.Text.Encoding.UTF8) : Results.NotFound();
    }
}
