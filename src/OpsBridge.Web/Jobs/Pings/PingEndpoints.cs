using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using OpsBridge.Identity;
using OpsBridge.SignIn;

namespace OpsBridge.Jobs.Pings;

/// <summary>
/// Where jobs report in, as at hc-ping.com. Anonymous: the id or key in the address is the whole proof. The root addresses take nothing but a
/// UUID or a ping key as their first part, which no address of the console is.
/// </summary>
internal static class PingEndpoints
{
    private const string Root = "{first:guid}";
    private const string KeyRoot = $"{{first:regex(^{PingKey.Marker}[A-Za-z0-9_-]{{{{43}}}}$)}}/{{second}}";
    private const int Discarded = 64 * 1024 * 1024; // read to its end, so that the sender hears the answer
    private static readonly Actor s_caller = Actor.Internal("ping", Permissions.ReportAlerts);
    private static readonly string[] s_methods = ["GET", "HEAD", "POST", "OPTIONS"];
    private static readonly string[] s_refused = ["PUT", "PATCH", "DELETE"]; // answered here, so that nobody is sent to sign in

    /// <summary>Maps the addresses of pings.</summary>
    public static IEndpointRouteBuilder MapPings(this IEndpointRouteBuilder routes)
    {
        foreach (var path in (string[])["/ping/{first}", "/ping/{first}/{second}", "/ping/{first}/{second}/{third}", $"/{Root}", $"/{Root}/{{second}}", $"/{KeyRoot}", $"/{KeyRoot}/{{third}}"])
        {
            routes.MapMethods(path, [.. s_methods, .. s_refused], PingAsync).AllowAnonymous().ExcludeFromDescription();
        }

        return routes;
    }

    private static async Task<IResult> PingAsync(HttpContext http, string first, RecordPing record, IOptions<PingsOptions> options)
    {
        if (http.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false; // programs call this; no page for people
        }

        http.Response.Headers.AccessControlAllowOrigin = "*";
        if (Array.Exists(s_refused, method => method == http.Request.Method))
        {
            return Results.StatusCode(StatusCodes.Status405MethodNotAllowed);
        }

        if (HttpMethods.IsOptions(http.Request.Method))
        {
            http.Response.Headers.AccessControlAllowMethods = "GET, HEAD, POST, OPTIONS";
            http.Response.Headers.AccessControlMaxAge = "600";
            return Results.NoContent();
        }

        var body = await ReadAsync(http, options.Value.BodyLimit, http.RequestAborted);
        var address = AddressOf(http, first);
        return address switch
        {
            { Error: { } error } => Say(error, StatusCodes.Status400BadRequest),
            { Target: { } target } => await RecordAsync(http, target, address.Ping with { Body = body }, record, options.Value.BodyLimit),
            _ => Say("not found", StatusCodes.Status404NotFound),
        };
    }

    private static PingAddress AddressOf(HttpContext http, string first)
    {
        var query = http.Request.Query;
        var runId = query.TryGetValue("rid", out var rid) ? rid.ToString() : null;
        return PingAddress.Read(first, http.GetRouteValue("second") as string, http.GetRouteValue("third") as string, runId, query["create"] == "1");
    }

    private static async Task<IResult> RecordAsync(HttpContext http, PingTarget target, IncomingPing ping, RecordPing record, int limit)
    {
        var whole = ping with
        {
            Method = http.Request.Method,
            Scheme = http.Request.Scheme,
            RemoteAddress = http.Connection.RemoteIpAddress?.ToString() ?? "",
            UserAgent = http.Request.Headers.UserAgent.ToString(),
        };
        try
        {
            return Answer(http.Response, await record.HandleAsync(target, whole, s_caller, http.RequestAborted), limit);
        }
        catch (Exception exception) when (SessionCheck.IsOutage(exception))
        {
            http.Response.Headers.RetryAfter = "5";
            return Say("try again", StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static IResult Answer(HttpResponse response, RecordPingResult result, int limit)
    {
        switch (result)
        {
            case RecordPingResult.Stored stored:
                response.Headers["Ping-Body-Limit"] = limit.ToString(System.Globalization.CultureInfo.InvariantCulture);
                return stored.Created ? Say("Created", StatusCodes.Status201Created) : Say("OK", StatusCodes.Status200OK);
            case RecordPingResult.Ambiguous:
                return Say("ambiguous slug", StatusCodes.Status409Conflict);
            default:
                return Say("not found", StatusCodes.Status404NotFound);
        }
    }

    private static IResult Say(string text, int status) => Results.Text(text, "text/plain; charset=utf-8", statusCode: status);

    /// <summary>The first bytes of the body; the rest is read and forgotten, because a body is cut and never refused.</summary>
    private static async Task<byte[]> ReadAsync(HttpContext http, int limit, CancellationToken ct)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        using var kept = new MemoryStream();
        var (buffer, total) = (new byte[16 * 1024], 0L);
        while (total < Discarded && await http.Request.Body.ReadAsync(buffer, ct) is > 0 and var read)
        {
            kept.Write(buffer, 0, (int)Math.Clamp(limit - kept.Length, 0, read));
            total += read;
        }

        return kept.ToArray();
    }
}
