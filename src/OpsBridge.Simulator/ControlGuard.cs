using System.Net;
using Microsoft.AspNetCore.Http;

namespace OpsBridge.Simulator;

/// <summary>
/// Keeps other web sites away from the control port: the Host must be loopback (DNS rebinding), an Origin must be this page's own, and what
/// changes something must be JSON, which a foreign page cannot send without a preflight that is never granted.
/// </summary>
internal static class ControlGuard
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers.CacheControl = "no-store";

        var refusal = RefusalFor(http.Request);
        if (refusal is null)
        {
            return next(http);
        }

        return Results.Problem(refusal.Value.Reason, statusCode: refusal.Value.Status).ExecuteAsync(http);
    }

    internal static (int Status, string Reason)? RefusalFor(HttpRequest request)
    {
        if (!IsLoopback(request.Host.Host))
        {
            return (StatusCodes.Status403Forbidden, "The simulator answers only to loopback host names.");
        }

        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && !string.Equals(origin, $"http://{request.Host.Value}", StringComparison.OrdinalIgnoreCase))
        {
            return (StatusCodes.Status403Forbidden, "The simulator takes no requests from other sites.");
        }

        var reads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        return reads || request.HasJsonContentType()
            ? null
            : (StatusCodes.Status415UnsupportedMediaType, "Send Content-Type: application/json.");
    }

    private static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
