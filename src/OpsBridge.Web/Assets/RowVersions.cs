using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace OpsBridge.Assets;

/// <summary>Row versions as strong entity tags (RFC 9110, 8.8.3 and 13.1.1).</summary>
internal static class RowVersions
{
    /// <summary>Tells the caller the version of what the response shows.</summary>
    public static void Tag(HttpResponse response, uint version) =>
        response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>412: somebody else changed it first; the answer carries the version it has now.</summary>
    public static ProblemHttpResult Stale(HttpResponse response, uint version)
    {
        Tag(response, version);
        return TypedResults.Problem("It has been changed since you read it. Read it again.", statusCode: StatusCodes.Status412PreconditionFailed);
    }

    /// <summary>The version that <c>If-Match</c> names; null when the header is missing. What is no tag of ours matches no row: 0, which PostgreSQL never gives.</summary>
    public static uint? Wanted(HttpRequest request)
    {
        if (request.Headers.IfMatch.Count == 0)
        {
            return null;
        }

        var tags = request.GetTypedHeaders().IfMatch;
        foreach (var tag in tags.Where(t => !t.IsWeak))
        {
            if (uint.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            {
                return version;
            }
        }

        return 0;
    }
}
