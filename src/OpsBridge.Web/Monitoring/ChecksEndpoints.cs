using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Shell;
using OpsBridge.SignIn;

namespace OpsBridge.Monitoring;

/// <summary>Checks over HTTP: the same use cases as the pages.</summary>
public static class ChecksEndpoints
{
    private const string Root = "/api/v1/checks";
    private static readonly TimeSpan s_longestSpan = TimeSpan.FromDays(366);

    /// <summary>Adds what the pages of checks need.</summary>
    public static IServiceCollection AddMonitoringPages(this IServiceCollection services) =>
        services.AddSingleton<CheckFormUse>().AddScoped<ISearchSource, CheckSearch>();

    /// <summary>Maps <c>/api/v1/checks</c> and the heartbeats.</summary>
    public static IEndpointRouteBuilder MapMonitoring(this IEndpointRouteBuilder routes)
    {
        var checks = routes.MapGroup(Root).WithTags("Checks");
        checks.MapGet("/", ListAsync).RequireAuthorization(Permissions.ViewChecks).WithSummary("Checks by key; those of one asset with asset=");
        checks.MapGet("/{id:guid}", FindAsync).RequireAuthorization(Permissions.ViewChecks).WithSummary("One check, with its ETag");
        checks.MapPost("/", CreateAsync).RequireAuthorization(Permissions.EditChecks).WithSummary("Create");
        checks.MapPut("/{id:guid}", ChangeAsync).NeedIfMatch().RequireAuthorization(Permissions.EditChecks).WithSummary("Change; needs If-Match");
        checks.MapDelete("/{id:guid}", DeleteAsync).RequireAuthorization(Permissions.EditChecks).WithSummary("Delete");
        checks.MapPost("/{id:guid}/runs", RunAsync).RequireAuthorization(Permissions.RunChecks).WithSummary("Run now and see the result");
        checks.MapGet("/{id:guid}/series", SeriesAsync).RequireAuthorization(Permissions.ViewChecks).WithSummary("A metric over time, in at most 300 spans");
        routes.MapMethods("/heartbeat/{token}", [HttpMethods.Get, HttpMethods.Post], HeartbeatEndpoint.BeatAsync).AllowAnonymous().ExcludeFromDescription();
        return routes;
    }

    private static async Task<Results<Ok<Page<CheckResource>>, ValidationProblem>> ListAsync(
        ICheckDirectory directory, ClaimsPrincipal user, CancellationToken ct, Guid? asset = null, string? after = null, int? limit = null)
    {
        if (after is not null && !Guid.TryParse(after, out _))
        {
            return CheckAnswers.Invalid("after", "Pass the value of next from the page before.");
        }

        var page = await directory.PageAsync(asset, after is null ? null : Guid.Parse(after), PageSize.Bounded(limit), ActorClaims.Read(user), ct);
        return TypedResults.Ok(new Page<CheckResource>([.. page.Items.Select(CheckResource.Of)], page.Next));
    }

    private static async Task<Results<Ok<CheckResource>, ProblemHttpResult>> FindAsync(
        Guid id, ICheckDirectory directory, ClaimsPrincipal user, HttpResponse response, CancellationToken ct)
    {
        if (await directory.FindAsync(id, ActorClaims.Read(user), ct) is not { } check)
        {
            return CheckAnswers.NotFound();
        }

        RowVersions.Tag(response, check.Version);
        return TypedResults.Ok(CheckResource.Of(check));
    }

    private static async Task<Results<Created<CreatedCheck>, ValidationProblem>> CreateAsync(
        CheckBody body, CreateCheck create, ClaimsPrincipal user, HttpResponse response, CancellationToken ct)
    {
        var (details, errors) = body.Read();
        if (details is null)
        {
            return CheckAnswers.Invalid(errors);
        }

        switch (await create.HandleAsync(body.AssetId ?? Guid.Empty, details, ActorClaims.Read(user), ct))
        {
            case CreateCheckResult.Done done:
                RowVersions.Tag(response, done.Version);
                return TypedResults.Created($"{Root}/{done.Id}", new CreatedCheck(done.Id, done.HeartbeatToken is { } token ? $"/heartbeat/{token}" : null));
            case var refused:
                return CheckAnswers.Invalid(((CreateCheckResult.Invalid)refused).Errors);
        }
    }

    private static async Task<Results<NoContent, ValidationProblem, ProblemHttpResult>> ChangeAsync(
        Guid id, CheckBody body, ChangeCheck change, ClaimsPrincipal user, SeenVersion seen, HttpResponse response, CancellationToken ct)
    {
        var (details, errors) = body.Read();
        if (details is null)
        {
            return CheckAnswers.Invalid(errors);
        }

        switch (await change.HandleAsync(id, seen.Value, details, ActorClaims.Read(user), ct))
        {
            case ChangeCheckResult.Done done:
                RowVersions.Tag(response, done.Version);
                return TypedResults.NoContent();
            case ChangeCheckResult.Stale stale:
                return RowVersions.Stale(response, stale.Version);
            case ChangeCheckResult.Invalid invalid:
                return CheckAnswers.Invalid(invalid.Errors);
            default:
                return CheckAnswers.NotFound();
        }
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(Guid id, DeleteCheck delete, ClaimsPrincipal user, CancellationToken ct) =>
        await delete.HandleAsync(id, ActorClaims.Read(user), ct) is DeleteCheckResult.Done ? TypedResults.NoContent() : CheckAnswers.NotFound();

    private static async Task<Results<Ok<RunResource>, ProblemHttpResult>> RunAsync(Guid id, RunCheckNow run, ClaimsPrincipal user, CancellationToken ct) =>
        await run.HandleAsync(id, ActorClaims.Read(user), ct) switch
        {
            RunCheckResult.Done done => TypedResults.Ok(RunResource.Of(done.Result)),
            RunCheckResult.Passive => CheckAnswers.Conflict("A heartbeat waits for calls; there is nothing to run."),
            _ => CheckAnswers.NotFound(),
        };

    private static async Task<Results<Ok<SeriesView>, ValidationProblem, ProblemHttpResult>> SeriesAsync(
        Guid id, ISeriesReader reader, TimeProvider clock, ClaimsPrincipal user, CancellationToken ct,
        string? metric = null, DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        var until = to ?? clock.GetUtcNow();
        var since = from ?? until.AddHours(-1);
        if (until <= since || until - since > s_longestSpan)
        {
            return CheckAnswers.Invalid("to", "Ask for a span of at most 366 days that ends after it begins.");
        }

        return await reader.ReadAsync(id, metric ?? ProbeResult.Latency, since, until, ActorClaims.Read(user), ct) is { } series
            ? TypedResults.Ok(series)
            : CheckAnswers.NotFound("series");
    }
}
