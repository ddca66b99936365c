using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace OpsBridge.Simulator;

/// <summary>Answers every HTTP request to a node: first its fault, then its role.</summary>
internal sealed class NodeWeb(InventoryService inventory, SensorService sensors, Noise noise, NodeLogs logs, TimeProvider clock)
{
    public async Task HandleAsync(Node node, HttpContext http)
    {
        var started = clock.GetTimestamp();
        var fault = node.Fault;
        if (fault.Kind == FaultKind.Slow)
        {
            await PauseAsync(fault.Amount, http.RequestAborted);
        }

        if (fault.Kind == FaultKind.Errors && noise.Chance(fault.Amount))
        {
            await WriteTextAsync(http, StatusCodes.Status503ServiceUnavailable, "Service unavailable\n");
        }
        else
        {
            await ServeAsync(node, http);
        }

        LogAccess(node, http, clock.GetElapsedTime(started));
    }

    internal static Task WriteTextAsync(HttpContext http, int status, string text)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(text, http.RequestAborted);
    }

    private Task ServeAsync(Node node, HttpContext http) => (node.Role, http.Request.Path.Value) switch
    {
        (NodeRole.Sensor, var path) => sensors.ServeAsync(node, path ?? "/", http),
        (_, "/health") => AnswerAsync(http, 6, "UP\n"),
        (NodeRole.LoadBalancer, "/stock") => inventory.BalanceAsync(node, http),
        (NodeRole.Web, "/stock") => inventory.ForwardAsync(node, http),
        (NodeRole.App, "/stock") => inventory.QueryAsync(node, http),
        (NodeRole.Web, "/") => AnswerAsync(http, 18, "GlobalMart inventory\n"),
        (NodeRole.Payment, "/authorise") => AnswerAsync(http, 55, "approved\n"),
        _ => WriteTextAsync(http, StatusCodes.Status404NotFound, "Not found\n"),
    };

    private async Task AnswerAsync(HttpContext http, double milliseconds, string text)
    {
        await PauseAsync(noise.Around(milliseconds, milliseconds / 3), http.RequestAborted);
        await WriteTextAsync(http, StatusCodes.Status200OK, text);
    }

    private Task PauseAsync(double milliseconds, CancellationToken ct) => Task.Delay(TimeSpan.FromMilliseconds(milliseconds), clock, ct);

    private void LogAccess(Node node, HttpContext http, TimeSpan took)
    {
        var status = http.Response.StatusCode;
        var line = string.Create(
            CultureInfo.InvariantCulture, $"\"{http.Request.Method} {http.Request.Path}\" {status} {took.TotalMilliseconds:F0}ms");
        if (status >= 500)
        {
            logs.Warn(node.Key, line);
        }
        else
        {
            logs.Info(node.Key, line);
        }
    }
}
