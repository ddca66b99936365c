using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using OpsBridge.Identity;
using OpsBridge.SignIn;

namespace OpsBridge.Jobs.Pings;

/// <summary>
/// Lets programs into the management API: the key stands in <c>X-Api-Key</c> or, for posts, in the body as <c>api_key</c>, as clients of
/// healthchecks send it. Our own API keys: jobs.view reads, jobs.edit reads and writes, jobs.run pauses and resumes.
/// </summary>
public sealed class PingApiDoor(ApiKeyCheck keys, IOptions<PingsOptions> options)
{
    private const int MostBytes = 256 * 1024;

    /// <summary>The shortest period and grace.</summary>
    internal TimeSpan Shortest => options.Value.Shortest;

    /// <summary>Finds out who calls and runs the call; every answer carries what browsers of other sites need.</summary>
    /// <param name="http">The request.</param>
    /// <param name="permissions">One of these is needed.</param>
    /// <param name="call">What to do with actor and body.</param>
    internal async Task<IResult> OpenAsync(HttpContext http, string[] permissions, Func<Actor, JsonElement, Task<IResult>> call)
    {
        var ct = http.RequestAborted;
        http.Response.Headers.AccessControlAllowOrigin = "*";
        http.Response.Headers.AccessControlAllowHeaders = "X-Api-Key";
        http.Response.Headers.AccessControlAllowMethods = "GET, POST, DELETE, OPTIONS";
        http.Response.Headers.AccessControlMaxAge = "600";
        if (HttpMethods.IsOptions(http.Request.Method))
        {
            return Results.NoContent();
        }

        try
        {
            var (body, error) = await ReadAsync(http.Request, ct);
            if (error is not null)
            {
                return Error(error, StatusCodes.Status400BadRequest);
            }

            if (KeyIn(http.Request, body) is not { Length: > 0 } key)
            {
                return Error("missing api key", StatusCodes.Status401Unauthorized);
            }

            return await keys.FindAsync(key, ct) is not { } actor || !Array.Exists(permissions, actor.May)
                ? Error("wrong api key", StatusCodes.Status401Unauthorized)
                : actor.May(Permissions.ViewJobs) ? await call(actor, body) : Error("this key may not see jobs", StatusCodes.Status403Forbidden);
        }
        catch (Exception exception) when (SessionCheck.IsOutage(exception))
        {
            http.Response.Headers.RetryAfter = "5";
            return Error("the database does not answer, try again", StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>An answer in the form of an error.</summary>
    internal static IResult Error(string text, int status) => Json(new JsonObject { ["error"] = text }, status);

    /// <summary>An answer of JSON.</summary>
    internal static IResult Json(JsonNode json, int status = StatusCodes.Status200OK) => Results.Text(json.ToJsonString(), "application/json", statusCode: status);

    private static string? KeyIn(HttpRequest request, JsonElement body) =>
        request.Headers.TryGetValue("X-Api-Key", out var header) ? header.ToString()
        : body.TryGetProperty("api_key", out var key) && key.ValueKind == JsonValueKind.String ? key.GetString() : null;

    private static async Task<(JsonElement Body, string? Error)> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        using var empty = JsonDocument.Parse("{}");
        if (!HttpMethods.IsPost(request.Method))
        {
            return (empty.RootElement.Clone(), null);
        }

        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer, ct) is > 0 and var read)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > MostBytes)
            {
                return (default, "could not parse request body");
            }
        }

        if (bytes.Length == 0)
        {
            return (empty.RootElement.Clone(), null);
        }

        try
        {
            using var json = JsonDocument.Parse(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
            return json.RootElement.ValueKind == JsonValueKind.Object ? (json.RootElement.Clone(), null) : (default, "json validation error: value is not an object");
        }
        catch (JsonException)
        {
            return (default, "could not parse request body");
        }
    }
}
