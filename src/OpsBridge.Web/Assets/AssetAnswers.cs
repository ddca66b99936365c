using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace OpsBridge.Assets;

/// <summary>Refusals of sites and assets as problem details (RFC 9457).</summary>
internal static class AssetAnswers
{
    /// <summary>400 with the errors under the names that the body uses.</summary>
    public static ValidationProblem Invalid(IReadOnlyDictionary<string, string> errors) => TypedResults.ValidationProblem(
        errors.ToDictionary(e => JsonNamingPolicy.CamelCase.ConvertName(e.Key), e => new[] { e.Value }, StringComparer.Ordinal));

    /// <summary>400 about one field.</summary>
    public static ValidationProblem Invalid(string field, string reason) =>
        Invalid(new Dictionary<string, string>(StringComparer.Ordinal) { [field] = reason });

    /// <summary>409 with the reason.</summary>
    public static ProblemHttpResult Conflict(string reason) => TypedResults.Problem(reason, statusCode: StatusCodes.Status409Conflict);

    /// <summary>A word of an enumeration, in any letter case; null for any other text.</summary>
    public static T? Word<T>(string? text)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !int.TryParse(text, CultureInfo.InvariantCulture, out _) ? value : null;
}
