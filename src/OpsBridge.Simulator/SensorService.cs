using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace OpsBridge.Simulator;

/// <summary>
/// Readings of a UPS or cooling unit: <c>/sensors</c> is a flat JSON object, <c>/sensors.txt</c> has one <c>name value</c> per line,
/// <c>/sensors/NAME</c> is the bare number, <c>/status</c> is the JSON again but 503 while the unit raises its alarm contact. Power and cooling
/// follow the inventory's load.
/// </summary>
internal sealed class SensorService(InventoryLoad load, Noise noise)
{
    private const string OnePrefix = "/sensors/";

    /// <summary>The values now, a faulted one fixed, one decimal each.</summary>
    public IReadOnlyDictionary<string, double> Read(Node node)
    {
        var share = load.Read().PeakShare;
        var fault = node.Fault;
        var fixedMetric = fault.Kind == FaultKind.Sensor ? fault.Metric ?? node.Sensors[0].Metric : null;
        return node.Sensors.ToDictionary(
            s => s.Metric,
            s => s.Metric == fixedMetric ? fault.Amount : Math.Round(noise.Around(s.Nominal + (s.AtPeak * share), s.Jitter), 1),
            StringComparer.Ordinal);
    }

    public Task ServeAsync(Node node, string path, HttpContext http)
    {
        var values = Read(node);
        if (path is "/sensors" or "/status")
        {
            var alarms = path == "/status" && node.Sensors.Any(s => s.Alarms(values[s.Metric]));
            http.Response.StatusCode = alarms ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
            return http.Response.WriteAsJsonAsync(values, http.RequestAborted);
        }

        if (path == "/sensors.txt")
        {
            return NodeWeb.WriteTextAsync(http, StatusCodes.Status200OK, string.Concat(values.Select(v => $"{v.Key} {Text(v.Value)}\n")));
        }

        return path.StartsWith(OnePrefix, StringComparison.Ordinal) && values.TryGetValue(path[OnePrefix.Length..], out var one)
            ? NodeWeb.WriteTextAsync(http, StatusCodes.Status200OK, Text(one) + "\n")
            : NodeWeb.WriteTextAsync(http, StatusCodes.Status404NotFound, "Not found\n");
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
