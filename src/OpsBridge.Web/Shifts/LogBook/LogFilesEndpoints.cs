using System.Security.Claims;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using OpsBridge.Identity;
using OpsBridge.SignIn;

namespace OpsBridge.Shifts.LogBook;

/// <summary>Files of the log book, in and out, and the book itself as a file.</summary>
internal static class LogFilesEndpoints
{
    /// <summary>Where a signed-in browser gets the CSV: the API takes keys only.</summary>
    public const string Download = "/log/export";

    /// <summary>Where a browser gets one file, to be saved.</summary>
    public static string Of(Guid id) => $"/log/files/{id}";

    /// <summary>Where a browser gets a picture, to be shown.</summary>
    public static string Shown(Guid id) => $"/log/files/{id}?shown=true";

    /// <summary>Maps files in and out.</summary>
    public static void MapLogFiles(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Download, Export).RequireAuthorization(Permissions.ViewShifts).ExcludeFromDescription();
        routes.MapGet("/log/files/{id:guid}", OpenAsync).RequireAuthorization(Permissions.ViewShifts).ExcludeFromDescription();
        var log = routes.MapGroup(LogEndpoints.Root).WithTags("Log book");
        log.MapGet("/export", Export).RequireAuthorization(Permissions.ViewShifts).WithSummary("CSV of the entries that match, newest first").Produces(StatusCodes.Status200OK, contentType: "text/csv");
        log.MapGet("/files/{id:guid}", OpenAsync).RequireAuthorization(Permissions.ViewShifts).WithSummary("Content of a file");
        log.MapPost("/{id:guid}/files", AttachAsync).RequireAuthorization(Permissions.StandWatch).Accepts<Stream>("*/*")
            .WithSummary("Attach a file: the body is its content, name= its name; refused when the content is not what the name says");
    }

    private static Results<PushStreamHttpResult, ValidationProblem> Export(ExportLog export, ClaimsPrincipal user, HttpContext http)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        var filter = LogAddress.Read(name => http.Request.Query.TryGetValue(name, out var values) ? values[^1] : null, problems);
        return problems.Count > 0
            ? TypedResults.ValidationProblem(problems.ToDictionary(p => p.Key, p => new[] { p.Value }, StringComparer.Ordinal))
            : TypedResults.Stream(output => export.HandleAsync(filter, output, ActorClaims.Read(user), http.RequestAborted), "text/csv; charset=utf-8", "log.csv");
    }

    /// <summary>
    /// A file is saved, never run: its type is the one its content showed, browsers may not guess another, and nothing in it may
    /// load or run anything. Only pictures of known types may be shown in place.
    /// </summary>
    private static async Task<Results<PushStreamHttpResult, NotFound>> OpenAsync(Guid id, ILogFiles files, ClaimsPrincipal user, HttpContext http, bool shown = false)
    {
        var actor = ActorClaims.Read(user);
        if (await files.FindAsync(id, actor, http.RequestAborted) is not { } file)
        {
            return TypedResults.NotFound();
        }

        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = SecurityHeaders.AttachedFile;
        headers.ContentLength = file.Length;
        var disposition = new ContentDispositionHeaderValue(shown && file.IsPicture ? "inline" : "attachment");
        disposition.SetHttpFileName(file.Name);
        headers.ContentDisposition = disposition.ToString();
        return TypedResults.Stream(output => files.CopyAsync(id, output, actor, http.RequestAborted), file.MediaType);
    }

    private static async Task<Results<Created, NotFound, ProblemHttpResult>> AttachAsync(Guid id, AttachFile attach, ClaimsPrincipal user, HttpContext http, string? name = null)
    {
        var request = http.Request;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null; // the use case has a limit of its own, and words for it
        }

        var file = new FileOnItsWay(name, request.ContentType, request.ContentLength, request.Body);
        return await attach.HandleAsync(id, file, ActorClaims.Read(user), http.RequestAborted) switch
        {
            AttachFileResult.Done done => TypedResults.Created($"{LogEndpoints.Root}/files/{done.Id}"),
            AttachFileResult.TooLarge large => TypedResults.Problem($"A file has {LogWording.Bytes(large.Limit)} at most.", statusCode: StatusCodes.Status413PayloadTooLarge),
            AttachFileResult.Refused refused => TypedResults.Problem(refused.Reason, statusCode: StatusCodes.Status415UnsupportedMediaType),
            AttachFileResult.Locked locked => TypedResults.Problem(locked.Reason, statusCode: StatusCodes.Status409Conflict),
            _ => TypedResults.NotFound(),
        };
    }
}
