namespace OpsBridge.Assets;

/// <summary>The row version that the caller saw, as <c>If-Match</c> names it (RFC 9110, 13.1.1); on endpoints that <see cref="SeenVersions.NeedIfMatch"/>.</summary>
/// <param name="Value">0, which no row has, when the header names no version of ours.</param>
internal readonly record struct SeenVersion(uint Value)
{
    /// <summary>Reads the header.</summary>
    public static ValueTask<SeenVersion> BindAsync(HttpContext http) => ValueTask.FromResult(new SeenVersion(RowVersions.Wanted(http.Request) ?? 0));
}

/// <summary>Changes that need to know what the caller saw.</summary>
internal static class SeenVersions
{
    /// <summary>Answers 428 to a change without <c>If-Match</c>: nobody's change is lost by not having been read.</summary>
    public static RouteHandlerBuilder NeedIfMatch(this RouteHandlerBuilder endpoint) => endpoint
        .ProducesProblem(StatusCodes.Status428PreconditionRequired)
        .AddEndpointFilter((call, next) => call.HttpContext.Request.Headers.IfMatch.Count > 0
            ? next(call)
            : ValueTask.FromResult<object?>(TypedResults.Problem("Send If-Match with the ETag that you read, so that nobody's change is lost.", statusCode: StatusCodes.Status428PreconditionRequired)));
}
