using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace OpsBridge.Monitoring;

/// <summary>Refusals of checks as problem details (RFC 9457).</summary>
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
}
