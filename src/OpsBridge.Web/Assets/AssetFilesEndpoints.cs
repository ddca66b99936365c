using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using OpsBridge.Identity;
using OpsBridge.SignIn;

namespace OpsBridge.Assets;

/// <summary>Assets as CSV files.</summary>
internal static class AssetFilesEndpoints
{
    /// <summary>Maps <c>export</c> and <c>import</c> into the group.</summary>
    public static void MapAssetFiles(this IEndpointRouteBuilder assets)
    {
        assets.MapGet("/export", Export).RequireAuthorization(Permissions.ViewAssets).WithSummary("CSV of the assets that match")
            .Produces(StatusCodes.Status200OK, contentType: "text/csv");
        assets.MapPost("/import", ImportAsync).RequireAuthorization(Permissions.EditAssets).Accepts<string>("text/csv")
            .WithSummary("Verdict on every row of a CSV file; with apply=true stores all of them or none");
    }

    private static Results<PushStreamHttpResult, ValidationProblem> Export(
        [AsParameters] AssetQuery query, ExportAssets export, ClaimsPrincipal user, HttpContext http)
    {
        if (!query.TryRead(out var filter, out var problem))
        {
            return problem;
        }

        return TypedResults.Stream(
            output => export.HandleAsync(filter, output, ActorClaims.Read(user), http.RequestAborted), "text/csv; charset=utf-8", "assets.csv");
    }

    private static async Task<Results<Ok<ImportResource>, UnprocessableEntity<ImportResource>, ValidationProblem>> ImportAsync(
        HttpRequest request, ImportAssets import, ClaimsPrincipal user, CancellationToken ct, bool apply = false)
    {
        var file = await ReadAsync(request.Body, ct);
        return await import.HandleAsync(file, apply ? ImportMode.Apply : ImportMode.DryRun, ActorClaims.Read(user), ct) switch
        {
            ImportResult.Checked dry => TypedResults.Ok(AssetBodies.ToResource(dry.Report, applied: false)),
            ImportResult.Applied done => TypedResults.Ok(AssetBodies.ToResource(done.Report, applied: true)),
            ImportResult.NotApplied refused => TypedResults.UnprocessableEntity(AssetBodies.ToResource(refused.Report, applied: false)),
            var other => AssetAnswers.Invalid("file", ((ImportResult.Unreadable)other).Reason),
        };
    }

    /// <summary>Reads the body up to one byte more than an import takes, so that the use case says what is wrong with a larger one.</summary>
    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream body, CancellationToken ct)
    {
        var file = new MemoryStream();
        var buffer = new byte[81_920];
        while (file.Length <= ImportAssets.MaxBytes)
        {
            var read = await body.ReadAsync(buffer, ct);
            if (read == 0)
            {
                break;
            }

            file.Write(buffer, 0, read);
        }

        return file.GetBuffer().AsMemory(0, (int)file.Length);
    }
}
