namespace OpsBridge.Operations;

/// <summary>
/// One log line per request with path, status and duration. Neither query string nor the token of a wallboard link is
/// written: both may hold what only the caller should know.
/// </summary>
public sealed partial class RequestLog(RequestDelegate next, TimeProvider clock, ILogger<RequestLog> logger)
{
    private static readonly string[] s_quiet = ["/health", "/metrics", "/_blazor", "/_framework", "/_content", "/css", "/fonts", "/js"];

    /// <summary>Passes the request on and logs its outcome.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var started = clock.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var milliseconds = clock.GetElapsedTime(started).TotalMilliseconds;
            var path = Mask(context.Request.Path);
            if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
            {
                LogFailed(context.Request.Method, path, context.Response.StatusCode, milliseconds);
            }
            else if (!IsQuiet(context.Request.Path))
            {
                LogServed(context.Request.Method, path, context.Response.StatusCode, milliseconds);
            }
        }
    }

    /// <summary>The path without the secret part of a wallboard link, heartbeat, ping or calendar.</summary>
    public static string Mask(PathString path)
    {
        if (path.Value is { Length: >= 37 } value && (Guid.TryParseExact(value.AsSpan(1, 36), "D", out _) || value.StartsWith("/pk_", StringComparison.Ordinal)))
        {
            return "/***"; // a ping without the word before it
        }

        foreach (var prefix in (string[])["/wall/", "/heartbeat/", "/calendar/", "/ping/"])
        {
            if (path.Value?.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) == true)
            {
                return prefix + "***";
            }
        }

        return path.Value ?? "/";
    }

    private static bool IsQuiet(PathString path) =>
        s_quiet.Any(prefix => path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase));

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Path} {Status} in {Milliseconds:0.0} ms")]
    private partial void LogServed(string method, string path, int status, double milliseconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} {Status} in {Milliseconds:0.0} ms")]
    private partial void LogFailed(string method, string path, int status, double milliseconds);
}
