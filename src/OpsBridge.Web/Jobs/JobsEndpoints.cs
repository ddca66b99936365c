using System.Globalization;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.SignIn;

namespace OpsBridge.Jobs;

/// <summary>Jobs over HTTP: the same use cases as the pages.</summary>
public static class JobsEndpoints
{
    private const string Root = "/api/v1/jobs";

    /// <summary>Maps <c>/api/v1/jobs</c>.</summary>
    public static IEndpointRouteBuilder MapJobs(this IEndpointRouteBuilder routes)
    {
        var jobs = routes.MapGroup(Root).WithTags("Jobs").AddEndpointFilter(ExplainAsync);
        jobs.MapGet("/", ListAsync).RequireAuthorization(Permissions.ViewJobs).WithSummary("Jobs in use; narrowed by show, q, site, asset");
        jobs.MapGet("/{id:guid}/runs", RunsAsync).RequireAuthorization(Permissions.ViewJobs).WithSummary("Runs of a job, newest nominal time first");
        jobs.MapPost("/{id:guid}/run", RunAsync).RequireAuthorization(Permissions.RunJobs).WithSummary("Run it now");
        jobs.MapGet("/runs/{id:guid}", RunOfAsync).RequireAuthorization(Permissions.ViewJobs).WithSummary("One run");
        jobs.MapGet("/runs/{id:guid}/output", OutputAsync).RequireAuthorization(Permissions.ViewJobs).WithSummary("The output of a run as text");
        return routes;
    }

    /// <summary>A value of the address that cannot be read leaves the framework as an empty 400; people get words.</summary>
    private static async ValueTask<object?> ExplainAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Response.StatusCode == StatusCodes.Status400BadRequest
            ? TypedResults.Problem("A value in the address cannot be read: show is a word of the documentation, limit a number, site and asset are keys.", statusCode: StatusCodes.Status400BadRequest)
            : await next(context);

    private static async Task<Ok<IReadOnlyList<JobResource>>> ListAsync(
        IJobList list, ClaimsPrincipal user, CancellationToken ct, JobShow show = JobShow.All, string? q = null, Guid? site = null, Guid? asset = null)
    {
        var view = await list.ReadAsync(new JobFilter(show, q, site, asset), ActorClaims.Read(user), ct);
        return TypedResults.Ok<IReadOnlyList<JobResource>>([.. view.Rows.Select(JobResource.Of)]);
    }

    private static async Task<Results<Ok<Page<RunResource>>, ValidationProblem, ProblemHttpResult>> RunsAsync(
        Guid id, IJobSheet sheet, ClaimsPrincipal user, CancellationToken ct, string? after = null, int? limit = null)
    {
        DateTimeOffset before = default;
        if (after is not null && !DateTimeOffset.TryParseExact(after, "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out before))
        {
            return TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["after"] = ["Pass the value of next from the page before."] });
        }

        var take = PageSize.Bounded(limit);
        if (await sheet.RunsAsync(id, after is null ? null : before, take, ActorClaims.Read(user), ct) is not { } runs)
        {
            return Missing("job");
        }

        return TypedResults.Ok(new Page<RunResource>([.. runs.Select(RunResource.Of)], runs.Count == take ? runs[^1].NominalAt.ToString("O", CultureInfo.InvariantCulture) : null));
    }

    private static async Task<Results<Accepted<AskedRun>, ProblemHttpResult>> RunAsync(Guid id, RunJobNow run, ClaimsPrincipal user, CancellationToken ct) =>
        await run.HandleAsync(id, ActorClaims.Read(user), ct) switch
        {
            RunJobResult.Started started => TypedResults.Accepted($"{Root}/runs/{started.RunId}", new AskedRun(started.RunId)),
            RunJobResult.AlreadyRunning already => TypedResults.Problem(
                "A run of it works or waits already.", statusCode: StatusCodes.Status409Conflict, extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["runId"] = already.RunId }),
            _ => Missing("job in use"),
        };

    private static async Task<Results<Ok<RunResource>, ProblemHttpResult>> RunOfAsync(Guid id, IRunReader reader, ClaimsPrincipal user, CancellationToken ct) =>
        await reader.ReadAsync(id, ActorClaims.Read(user), ct) is { } view ? TypedResults.Ok(RunResource.Of(view.Run)) : Missing("run");

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> OutputAsync(Guid id, IRunReader reader, ClaimsPrincipal user, HttpContext http)
    {
        var actor = ActorClaims.Read(user);
        if (await reader.ReadAsync(id, actor, http.RequestAborted) is not { } view)
        {
            return Missing("run");
        }

        http.Response.Headers.ContentSecurityPolicy = SecurityHeaders.AttachedFile; // hostile text, whatever a browser makes of it
        return TypedResults.Stream(output => WriteAsync(reader, view, output, actor, http.RequestAborted), "text/plain; charset=utf-8", $"run-{id}.txt");
    }

    private static async Task WriteAsync(IRunReader reader, RunView view, Stream output, Actor actor, CancellationToken ct)
    {
        await using var writer = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true);
        for (var from = Math.Max(1, view.FirstLine); from <= view.LastLine; from += RunReader.MostLines)
        {
            foreach (var line in await reader.LinesAsync(view.Run.Id, from, RunReader.MostLines, actor, ct))
            {
                if (line.Number < from + RunReader.MostLines && line.Number <= view.LastLine)
                {
                    await writer.WriteLineAsync($"{line.At.UtcDateTime:HH:mm:ss.fff}Z {RunWords.Tag(line.Source),-4} {line.Text}".AsMemory(), ct);
                }
            }
        }
    }

    private static ProblemHttpResult Missing(string what) => TypedResults.Problem($"There is no such {what}.", statusCode: StatusCodes.Status404NotFound);
}
