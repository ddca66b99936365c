using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsBridge.Identity;
using OpsBridge.Live;

namespace OpsBridge.Jobs.Pings;

/// <summary>The management API v3 of healthchecks over our reported jobs, so that its clients (Terraform, Ansible, Backrest and others) work unchanged.</summary>
internal static class PingApiEndpoints
{
    private const string Root = "/api/v3";
    private const int MostPings = 1000;
    private static readonly string[] s_read = [Permissions.ViewJobs, Permissions.EditJobs];
    private static readonly string[] s_write = [Permissions.EditJobs];
    private static readonly string[] s_run = [Permissions.RunJobs, Permissions.EditJobs];

    /// <summary>Maps it.</summary>
    public static IEndpointRouteBuilder MapPingApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Root).AllowAnonymous().WithTags("Reported jobs (healthchecks v3)"); // the door asks for the key and answers in their form
        api.MapMethods("/checks", ["GET", "OPTIONS"], ListAsync);
        api.MapPost("/checks", CreateAsync);
        api.MapMethods("/checks/{name}", ["GET", "OPTIONS"], FindAsync);
        api.MapPost("/checks/{code:guid}", UpdateAsync);
        api.MapDelete("/checks/{code:guid}", RemoveAsync);
        api.MapMethods("/checks/{code:guid}/pause", ["POST", "OPTIONS"], PauseAsync);
        api.MapMethods("/checks/{code:guid}/resume", ["POST", "OPTIONS"], ResumeAsync);
        api.MapMethods("/checks/{code:guid}/pings", ["GET", "OPTIONS"], PingsAsync);
        api.MapMethods("/checks/{code:guid}/pings/{number:long}/body", ["GET", "OPTIONS"], BodyAsync);
        api.MapMethods("/checks/{name}/flips", ["GET", "OPTIONS"], FlipsAsync);
        api.MapMethods("/channels", ["GET", "OPTIONS"], (HttpContext http, PingApiDoor door) => door.OpenAsync(http, s_write, (_, _) => EmptyAsync("channels", new JsonArray())));
        api.MapMethods("/badges", ["GET", "OPTIONS"], (HttpContext http, PingApiDoor door) => door.OpenAsync(http, s_read, (_, _) => EmptyAsync("badges", new JsonObject())));
        api.MapMethods("/status", ["GET", "OPTIONS"], Status);
        return routes;
    }

    /// <summary>Whether reported jobs can be looked after; asks for no key, as theirs.</summary>
    private static IResult Status(HttpContext http, Pulses pulses)
    {
        http.Response.Headers.AccessControlAllowOrigin = "*";
        return pulses.Read().Any(p => p.Name == PingWatch.PulseName && p.Alive)
            ? Results.Text("OK", "text/plain; charset=utf-8")
            : Results.Text("reported jobs are not looked after", "text/plain; charset=utf-8", statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static Task<IResult> EmptyAsync(string name, JsonNode nothing) => Task.FromResult(PingApiDoor.Json(new JsonObject { [name] = nothing }));

    private static Task<IResult> ListAsync(HttpContext http, PingApiDoor door, IReportedJobs jobs, TimeProvider clock) => door.OpenAsync(http, s_read, async (actor, _) =>
    {
        var (tags, slug) = (http.Request.Query["tag"].Where(t => !string.IsNullOrEmpty(t)).ToHashSet(StringComparer.Ordinal), http.Request.Query["slug"].ToString());
        var rows = (await jobs.ReadAsync(actor, http.RequestAborted))
            .Where(j => (slug.Length == 0 || j.Details.Slug == slug) && tags.IsSubsetOf(j.Details.Tags.Split(' ')))
            .OrderBy(j => j.Id);
        return PingApiDoor.Json(new JsonObject { ["checks"] = new JsonArray([.. rows.Select(j => PingJson.Job(j, RootOf(http), clock.GetUtcNow()))]) });
    });

    private static Task<IResult> FindAsync(HttpContext http, string name, PingApiDoor door, IReportedJobs jobs, TimeProvider clock) => door.OpenAsync(http, s_read, async (actor, _) =>
        await NamedAsync(jobs, name, actor, http.RequestAborted) is { } job ? PingApiDoor.Json(PingJson.Job(job, RootOf(http), clock.GetUtcNow())) : NotFound());

    private static Task<IResult> CreateAsync(HttpContext http, PingApiDoor door, SaveReportedJob save, IReportedJobs jobs, TimeProvider clock) =>
        door.OpenAsync(http, s_write, (actor, body) => SaveAsync(http, null, body, actor, (door, save, jobs, clock)));

    private static Task<IResult> UpdateAsync(HttpContext http, Guid code, PingApiDoor door, SaveReportedJob save, IReportedJobs jobs, TimeProvider clock) =>
        door.OpenAsync(http, s_write, async (actor, body) => await jobs.FindByCodeAsync(code, actor, http.RequestAborted) is { } job
            ? await SaveAsync(http, job.Id, body, actor, (door, save, jobs, clock))
            : NotFound());

    private static async Task<IResult> SaveAsync(
        HttpContext http, Guid? id, JsonElement body, Actor actor, (PingApiDoor Door, SaveReportedJob Save, IReportedJobs Jobs, TimeProvider Clock) with)
    {
        var (wish, error) = PingSpec.Read(body, with.Door.Shortest);
        if (wish is null)
        {
            return PingApiDoor.Error(error!, StatusCodes.Status400BadRequest);
        }

        switch (await with.Save.HandleAsync(id, wish, actor, http.RequestAborted))
        {
            case SaveReportedJobResult.Done done when await with.Jobs.FindAsync(done.Id, actor, http.RequestAborted) is { } job:
                return PingApiDoor.Json(PingJson.Job(job, RootOf(http), with.Clock.GetUtcNow()), done.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK);
            case SaveReportedJobResult.Invalid invalid:
                return PingApiDoor.Error($"json validation error: {invalid.Errors.Values.First()}", StatusCodes.Status400BadRequest);
            case SaveReportedJobResult.TooMany many:
                return PingApiDoor.Error($"there are {many.Limit} reported jobs, which is as many as may be", StatusCodes.Status403Forbidden);
            default:
                return NotFound();
        }
    }

    private static Task<IResult> RemoveAsync(HttpContext http, Guid code, PingApiDoor door, RemoveReportedJob remove, IReportedJobs jobs, TimeProvider clock) =>
        door.OpenAsync(http, s_write, async (actor, _) =>
        {
            if (await jobs.FindByCodeAsync(code, actor, http.RequestAborted) is not { } job || await remove.HandleAsync(job.Id, actor, http.RequestAborted) is not ReportedJobResult.Done)
            {
                return NotFound();
            }

            return PingApiDoor.Json(PingJson.Job(job, RootOf(http), clock.GetUtcNow()));
        });

    private static Task<IResult> PauseAsync(HttpContext http, Guid code, PingApiDoor door, PauseReportedJob pause, IReportedJobs jobs, TimeProvider clock) =>
        TurnAsync(http, code, door, jobs, clock, (job, actor) => job.State == ReportedJobState.Paused
            ? Task.FromResult<ReportedJobResult>(new ReportedJobResult.Done())
            : pause.HandleAsync(job.Id, null, null, actor, http.RequestAborted));

    private static Task<IResult> ResumeAsync(HttpContext http, Guid code, PingApiDoor door, ResumeReportedJob resume, IReportedJobs jobs, TimeProvider clock) =>
        TurnAsync(http, code, door, jobs, clock, (job, actor) => resume.HandleAsync(job.Id, actor, http.RequestAborted));

    private static Task<IResult> TurnAsync(
        HttpContext http, Guid code, PingApiDoor door, IReportedJobs jobs, TimeProvider clock, Func<ReportedJobRow, Actor, Task<ReportedJobResult>> turn) =>
        door.OpenAsync(http, s_run, async (actor, _) =>
        {
            if (await jobs.FindByCodeAsync(code, actor, http.RequestAborted) is not { } job)
            {
                return NotFound();
            }

            return await turn(job, actor) switch
            {
                ReportedJobResult.Done when await jobs.FindAsync(job.Id, actor, http.RequestAborted) is { } now => PingApiDoor.Json(PingJson.Job(now, RootOf(http), clock.GetUtcNow())),
                ReportedJobResult.Refused => Results.Text("check is not paused", "text/plain; charset=utf-8", statusCode: StatusCodes.Status409Conflict),
                _ => NotFound(),
            };
        });

    private static Task<IResult> PingsAsync(HttpContext http, Guid code, PingApiDoor door, IReportedJobs jobs) => door.OpenAsync(http, s_write, async (actor, _) =>
        await jobs.FindByCodeAsync(code, actor, http.RequestAborted) is not { } job
            ? NotFound()
            : PingApiDoor.Json(new JsonObject
            {
                ["pings"] = new JsonArray([.. (await jobs.PingsAsync(job.Id, null, MostPings, actor, http.RequestAborted)).Select(p => PingJson.Ping(job, p, RootOf(http)))]),
            }));

    private static Task<IResult> BodyAsync(HttpContext http, Guid code, long number, PingApiDoor door, IReportedJobs jobs) => door.OpenAsync(http, s_write, async (actor, _) =>
        await jobs.FindByCodeAsync(code, actor, http.RequestAborted) is { } job && await jobs.BodyAsync(job.Id, number, actor, http.RequestAborted) is { } body
            ? Results.Bytes(body, "text/plain")
            : NotFound());

    private static Task<IResult> FlipsAsync(HttpContext http, string name, PingApiDoor door, IReportedJobs jobs, TimeProvider clock) => door.OpenAsync(http, s_read, async (actor, _) =>
    {
        var (good, from, until) = Span(http.Request.Query, clock.GetUtcNow());
        if (!good)
        {
            return PingApiDoor.Error("start, end and seconds are whole numbers", StatusCodes.Status400BadRequest);
        }

        return await NamedAsync(jobs, name, actor, http.RequestAborted) is { } job
            ? PingApiDoor.Json(new JsonObject { ["flips"] = new JsonArray([.. (await jobs.FlipsAsync(job.Id, from, until, actor, http.RequestAborted)).Select(PingJson.Flip)]) })
            : NotFound();
    });

    private static (bool Good, DateTimeOffset? From, DateTimeOffset? Until) Span(IQueryCollection query, DateTimeOffset now)
    {
        var (good, start) = Number(query["start"], 10_000_000_000);
        var (also, end) = Number(query["end"], 10_000_000_000);
        var (third, seconds) = Number(query["seconds"], 31_536_000);
        DateTimeOffset? from = start is null ? null : DateTimeOffset.FromUnixTimeSeconds(start.Value);
        DateTimeOffset? recent = seconds is null ? null : now.AddSeconds(-seconds.Value);
        return (good && also && third, recent > from || from is null ? recent : from, end is null ? null : DateTimeOffset.FromUnixTimeSeconds(end.Value));
    }

    private static (bool Good, long? Value) Number(string? text, long most) => string.IsNullOrEmpty(text) ? (true, null)
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? (true, number) : (false, null);

    private static async Task<ReportedJobRow?> NamedAsync(IReportedJobs jobs, string name, Actor actor, CancellationToken ct) =>
        Guid.TryParseExact(name, "D", out var code) ? await jobs.FindByCodeAsync(code, actor, ct)
        : name.Length == 40 ? (await jobs.ReadAsync(actor, ct)).FirstOrDefault(j => j.UniqueKey == name) : null;

    private static IResult NotFound() => PingApiDoor.Error("not found", StatusCodes.Status404NotFound);

    private static Uri RootOf(HttpContext http) => new($"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}/");
}
