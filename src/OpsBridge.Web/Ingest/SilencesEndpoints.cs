using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Maintenance;
using OpsBridge.SignIn;

namespace OpsBridge.Ingest;

/// <summary>
/// Silences as <c>amtool</c> and karma make, list and expire them (Alertmanager v2). The text that says who made one is kept; who
/// answers for it is the key.
/// </summary>
internal static class SilencesEndpoints
{
    private const int MostBytes = 256 * 1024;

    /// <summary>Maps <c>/api/v2/silences</c> and <c>/api/v2/silence/{id}</c>.</summary>
    public static IEndpointRouteBuilder MapSilences(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v2").WithTags("Alertmanager");
        api.MapGet("/silences", ListAsync).RequireAuthorization(Permissions.ViewAlerts).WithSummary("Alertmanager v2: silences, those expired in the last five days included");
        api.MapPost("/silences", SaveAsync).RequireAuthorization(Permissions.ManageSilences).WithSummary("Alertmanager v2: make or change a silence");
        api.MapGet("/silence/{id}", FindAsync).RequireAuthorization(Permissions.ViewAlerts).WithSummary("Alertmanager v2: one silence");
        api.MapDelete("/silence/{id}", ExpireAsync).RequireAuthorization(Permissions.ManageSilences).WithSummary("Alertmanager v2: end a silence; it stays listed");
        return routes;
    }

    private static async Task<IResult> ListAsync(HttpContext context, ISilenceList silences, TimeProvider clock, CancellationToken ct)
    {
        var (filter, error) = AlertmanagerFilter.ReadMatchers(context.Request.Query["filter"]);
        if (filter is null)
        {
            return Results.Json(error, statusCode: StatusCodes.Status400BadRequest);
        }

        var rows = await silences.ReadAsync(clock.GetUtcNow() - SilenceList.Remembered, ActorClaims.Read(context.User), ct);
        return Results.Json(SilenceAnswer.InOrder(rows).Where(r => filter.TrueForAll(m => m.IsMatch(AsLabels(r)))).Select(SilenceAnswer.Of));
    }

    private static async Task<IResult> FindAsync(string id, ISilenceList silences, HttpContext context, CancellationToken ct) =>
        Guid.TryParse(id, out var key) && await silences.FindAsync(key, ActorClaims.Read(context.User), ct) is { } row
            ? Results.Json(SilenceAnswer.Of(row))
            : Unknown(id);

    private static async Task<IResult> SaveAsync(HttpContext context, SaveSilence save, CancellationToken ct)
    {
        var (body, refused) = await RequestBody.ReadAsync(context.Request, MostBytes, ct);
        if (body is null)
        {
            return IngestAnswers.Refused(refused);
        }

        using (body)
        {
            if (SilenceBody.Read(body.Bytes.Span) is not { } read)
            {
                return Results.Json("the body is not the JSON of a silence", statusCode: StatusCodes.Status400BadRequest);
            }

            var id = Guid.Empty;
            if (!string.IsNullOrEmpty(read.Id) && !Guid.TryParse(read.Id, out id))
            {
                return Unknown(read.Id);
            }

            var (details, error) = read.ToDetails();
            return details is null
                ? Results.Json(error, statusCode: StatusCodes.Status400BadRequest)
                : Answer(read.Id, await save.HandleAsync(id == Guid.Empty ? null : id, details, ActorClaims.Read(context.User), ct));
        }
    }

    private static IResult Answer(string? id, SaveSilenceResult result) => result switch
    {
        SaveSilenceResult.Saved saved => Results.Json(new Saved(saved.Id.ToString())),
        SaveSilenceResult.Invalid invalid => Results.Json($"silence invalid: {string.Join(" ", invalid.Errors.Values)}", statusCode: StatusCodes.Status400BadRequest),
        SaveSilenceResult.NotYours other => Results.Json($"{other.Owner} answers for this silence; make one of your own", statusCode: StatusCodes.Status403Forbidden),
        _ => Unknown(id),
    };

    private static async Task<IResult> ExpireAsync(string id, ExpireSilence expire, HttpContext context, CancellationToken ct) =>
        Guid.TryParse(id, out var key) && await expire.HandleAsync(key, ActorClaims.Read(context.User), ct) is not ExpireSilenceResult.NotFound
            ? Results.Ok() // also when it was over: that is what the caller wants
            : Unknown(id);

    private static IResult Unknown(string? id) => Results.Json($"silence {id} not found", statusCode: StatusCodes.Status404NotFound);

    /// <summary>Alertmanager filters silences by what their conditions say of each label.</summary>
    private static Labels AsLabels(SilenceRow row) => Labels.From(row.Matchers.Select(m => KeyValuePair.Create(m.Name, m.Value)));

    /// <summary>Alertmanager writes this one name with two capitals.</summary>
    private sealed record Saved([property: System.Text.Json.Serialization.JsonPropertyName("silenceID")] string SilenceId);
}
