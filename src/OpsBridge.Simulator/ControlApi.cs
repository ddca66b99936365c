using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;

namespace OpsBridge.Simulator;

/// <summary>The HTTP API of the control port. Bad input is answered with ProblemDetails (RFC 9457).</summary>
internal static class ControlApi
{
    private const int MostLogLines = 1000;

    public static void ConfigureJson(JsonOptions options) =>
        options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));

    public static void Map(IEndpointRouteBuilder routes, MartWorld world)
    {
        var api = routes.MapGroup("/api");
        api.MapGet("/nodes", () => TypedResults.Ok(world.Nodes.All.Select(n => NodeView.Of(n, world))));
        api.MapPost("/nodes/{key}/break", (string key, BreakRequest request, CancellationToken ct) => BreakAsync(world, key, request, ct));
        api.MapPost("/nodes/{key}/heal", async (string key, CancellationToken ct) => Answer(await world.Faults.HealAsync(key, ct)));
        api.MapPost("/heal", async (CancellationToken ct) =>
        {
            await world.HealAllAsync(ct);
            return TypedResults.NoContent();
        });
        api.MapGet("/incident", () => TypedResults.Ok(IncidentView.Of(world)));
        api.MapPost("/incident/start", () => Incident(world, world.Incident.Start(), "The incident runs already."));
        api.MapPost("/incident/stop", () => Incident(world, world.Incident.Stop(), "No incident runs."));
        api.MapPut("/pool", (PoolRequest request) => SetPool(world, request));
        api.MapGet("/logs", (string? node, string? after) => Logs(world, node, after));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> BreakAsync(
        MartWorld world, string key, BreakRequest request, CancellationToken ct)
    {
        if (!Enum.TryParse<FaultKind>(request.Fault, ignoreCase: true, out var kind) || !Enum.IsDefined(kind) || char.IsAsciiDigit(request.Fault[0]))
        {
            return world.Nodes.Find(key) is null
                ? Answer(new FaultOutcome.UnknownNode(key))
                : Answer(new FaultOutcome.Refused($"'{request.Fault}' is no fault; use one of: {string.Join(", ", Enum.GetNames<FaultKind>())}."));
        }

        return Answer(kind == FaultKind.None
            ? await world.Faults.HealAsync(key, ct)
            : await world.Faults.BreakAsync(key, new NodeFault(kind, request.Amount ?? 0, request.Metric), ct));
    }

    private static Results<NoContent, ProblemHttpResult> Answer(FaultOutcome outcome) => outcome switch
    {
        FaultOutcome.UnknownNode unknown => Problem(StatusCodes.Status404NotFound, $"There is no node '{unknown.Key}'."),
        FaultOutcome.Refused refused => Problem(StatusCodes.Status400BadRequest, refused.Reason),
        _ => TypedResults.NoContent(),
    };

    private static Results<Ok<IncidentView>, ProblemHttpResult> Incident(MartWorld world, bool done, string otherwise) =>
        done ? TypedResults.Ok(IncidentView.Of(world)) : Problem(StatusCodes.Status409Conflict, otherwise);

    private static Results<Ok<IncidentView>, ProblemHttpResult> SetPool(MartWorld world, PoolRequest request) =>
        world.SetPool(request.Members, "admin1") is PoolOutcome.Refused refused
            ? Problem(StatusCodes.Status400BadRequest, refused.Reason)
            : TypedResults.Ok(IncidentView.Of(world));

    private static Results<Ok<IReadOnlyList<LogLine>>, ProblemHttpResult> Logs(MartWorld world, string? node, string? after)
    {
        if (node is not null && world.Nodes.Find(node) is null)
        {
            return Answer404(node);
        }

        long sequence = 0;
        if (after is not null && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out sequence))
        {
            return Problem(StatusCodes.Status400BadRequest, "'after' is the sequence number of a line, 0 or more.");
        }

        return TypedResults.Ok(world.Logs.Read(node, sequence, MostLogLines));
    }

    private static ProblemHttpResult Answer404(string key) => Problem(StatusCodes.Status404NotFound, $"There is no node '{key}'.");

    private static ProblemHttpResult Problem(int status, string detail) => TypedResults.Problem(detail, statusCode: status);
}

/// <summary>Body of a break request; see <see cref="NodeFault"/> for the ranges.</summary>
internal sealed record BreakRequest(string? Fault, double? Amount, string? Metric);

/// <summary>Body of a pool request.</summary>
internal sealed record PoolRequest(IReadOnlyList<string>? Members);

/// <summary>A node as the API shows it.</summary>
internal sealed record NodeView(
    string Key,
    string Site,
    NodeRole Role,
    string Scheme,
    int Port,
    FaultKind Fault,
    double Amount,
    string? Metric,
    bool CutOff,
    IReadOnlyList<FaultKind> Faults,
    IReadOnlyDictionary<string, double> Sensors)
{
    public static NodeView Of(Node node, MartWorld world) => new(
        node.Key, node.Spec.Site, node.Role, node.Spec.Scheme, node.Listener?.Port ?? 0, node.Fault.Kind, node.Fault.Amount, node.Fault.Metric,
        node.CutOff, NodeFault.KindsFor(node.Role), world.Sensors.Read(node));
}

/// <summary>The incident, the pool and the queue as the API shows them.</summary>
internal sealed record IncidentView(
    IncidentPhase Phase,
    DateTimeOffset? StartedAt,
    DateTimeOffset PhaseSince,
    DateTimeOffset? NextPhaseAt,
    IReadOnlyList<string> Pool,
    IReadOnlyList<string> FullPool,
    InventoryReading Inventory)
{
    public static IncidentView Of(MartWorld world)
    {
        var status = world.Incident.Status;
        return new IncidentView(
            status.Phase, status.StartedAt, status.PhaseSince, status.NextPhaseAt, world.Pool.Members, GlobalMartEstate.FullPool, world.Load.Read());
    }
}
