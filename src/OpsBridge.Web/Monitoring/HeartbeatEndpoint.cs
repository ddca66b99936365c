using Microsoft.AspNetCore.Diagnostics;
using Npgsql;
using OpsBridge.Identity;

namespace OpsBridge.Monitoring;

/// <summary>Where jobs and scripts report that they live. Anonymous: the secret in the path is the whole proof.</summary>
internal static class HeartbeatEndpoint
{
    private static readonly Actor s_caller = Actor.Internal("heartbeat", Permissions.ReportAlerts);

    /// <summary>204 noted; 404 for any unknown secret, without telling more; 503 while the database is away, so that the caller tries again.</summary>
    public static async Task<IResult> BeatAsync(string token, RecordHeartbeat record, HttpContext http, CancellationToken ct)
    {
        http.Features.Get<IStatusCodePagesFeature>()?.Enabled = false; // programs call this; no page for people
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            return await record.HandleAsync(token, s_caller, ct) == RecordHeartbeatResult.Done ? TypedResults.NoContent() : TypedResults.NotFound();
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            http.Response.Headers.RetryAfter = "5";
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }
}
