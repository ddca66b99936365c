using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace OpsBridge.Monitoring;

/// <summary>Refusals of checks as problem details (RFC 9457), and row versions as entity tags (RFC 9110, 8.8.3).</summary>
internal static class CheckAnswers
{
    private static readonly Dictionary<string, string> s_fields = new(StringComparer.Ordinal)
    {
        [nameof(CheckDetails.Interval)] = "intervalSeconds",
        [nameof(CheckDetails.RetryInterval)] = "retryIntervalSeconds",
        [nameof(CheckDetails.Timeout)] = "timeoutSeconds",
    };

    /// <summary>400 with the errors under the names that the body uses.</summary>
    public static ValidationProblem Invalid(IReadOnlyDictionary<string, string> errors) => TypedResults.ValidationProblem(
        errors.ToDictionary(e => s_fields.GetValueOrDefault(e.Key) ?? JsonNamingPolicy.CamelCase.ConvertName(e.Key), e => new[] { e.Value }, StringComparer.Ordinal));

    /// <summary>400 about one field.</summary>
    public static ValidationProblem Invalid(string field, string reason) => Invalid(new Dictionary<string, string>(StringComparer.Ordinal) { [field] = reason });

    /// <summary>404.</summary>
    public static ProblemHttpResult NotFound(string what = "check") => TypedResults.Problem($"There is no such {what}.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>409 with the reason.</summary>
    public static ProblemHttpResult Conflict(string reason) => TypedResults.Problem(reason, statusCode: StatusCodes.Status409Conflict);

    /// <summary>412: somebody else changed it first.</summary>
    public static ProblemHttpResult Stale(HttpResponse response, uint version)
    {
        Tag(response, version);
        return TypedResults.Problem("It has been changed since you read it. Read it again.", statusCode: StatusCodes.Status412PreconditionFailed);
    }

    /// <summary>428: the caller must say which version it saw.</summary>
    public static ProblemHttpResult NoVersion() => TypedResults.Problem(
        "Send If-Match with the ETag that you read, so that nobody's change is lost.", statusCode: StatusCodes.Status428PreconditionRequired);

    /// <summary>Tells the caller the version of what the response shows.</summary>
    public static void Tag(HttpResponse response, uint version) => response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>The version that <c>If-Match</c> names; null when the header is missing; 0, which PostgreSQL never gives, for what is no tag of ours.</summary>
    public static uint? Wanted(HttpRequest request)
    {
        if (request.Headers.IfMatch.Count == 0)
        {
            return null;
        }

        var tag = request.GetTypedHeaders().IfMatch.FirstOrDefault(t => !t.IsWeak);
        return tag is not null && uint.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
    }
}
