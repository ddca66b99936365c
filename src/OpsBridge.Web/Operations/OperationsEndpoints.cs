using Npgsql;
using OpsBridge.Live;

namespace OpsBridge.Operations;

/// <summary>What machines ask about the process itself. Anonymous: load balancers and scrapers have no account.</summary>
public static class OperationsEndpoints
{
    /// <summary>Maps <c>/health/live</c>, <c>/health/ready</c> and <c>/metrics</c>.</summary>
    public static IEndpointRouteBuilder MapOperations(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Ok(new { status = "live" })).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/health/ready", ReadyAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/metrics", (MetricsCollector metrics) => TypedResults.Text(metrics.Write(), "text/plain; version=0.0.4; charset=utf-8"))
            .AllowAnonymous().ExcludeFromDescription();
        return routes;
    }

    internal static async Task<IResult> ReadyAsync(NpgsqlDataSource source, Pulses pulses, CancellationToken ct)
    {
        var failing = pulses.Read().Where(p => !p.Alive)
            .ToDictionary(p => p.Name, p => p.Problem ?? "no sign of life", StringComparer.Ordinal);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            await using var command = source.CreateCommand("select 1");
            await command.ExecuteScalarAsync(limit.Token);
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            failing["Database"] = "no answer";
        }

        return failing.Count == 0
            ? TypedResults.Ok(new { status = "ready" })
            : TypedResults.Json(new { status = "not ready", failing }, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
