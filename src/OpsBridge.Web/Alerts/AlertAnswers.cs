using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using OpsBridge.Alerts.Handling;

namespace OpsBridge.Alerts;

/// <summary>Answers about handling as problem details (RFC 9457).</summary>
internal static class AlertAnswers
{
    /// <summary>The reason in words, with times in UTC.</summary>
    public static string Words(AlertOutcome.Refused refused) =>
        VerbWords.Of(refused.Why, refused.Who, refused.Since?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));

    /// <summary>200, 404, 409, 412 or 422 for an order of one alert.</summary>
    public static Results<Ok<HandledResource>, NotFound, ProblemHttpResult> OfOne(HandleResult result, AlertVerb verb) => result switch
    {
        HandleResult.Handled { Alerts: [{ Outcome: AlertOutcome.Done done }] } handled =>
            TypedResults.Ok(new HandledResource(verb.Undoable ? handled.ActionId : null, done.Step.After.State, done.Step.Revision)),
        HandleResult.Handled { Alerts: [{ Outcome: AlertOutcome.Refused refused }] } => Refused(refused),
        HandleResult.Invalid invalid => Invalid(invalid.Field, invalid.Reason),
        _ => TypedResults.NotFound(),
    };

    /// <summary>422 about one field, under the name that the body uses.</summary>
    public static ProblemHttpResult Invalid(string field, string reason) => TypedResults.Problem(new HttpValidationProblemDetails(
        new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [reason] })
    {
        Status = StatusCodes.Status422UnprocessableEntity,
        Detail = reason,
    });

    private static ProblemHttpResult Refused(AlertOutcome.Refused refused)
    {
        var more = new Dictionary<string, object?>(StringComparer.Ordinal) { ["reason"] = JsonNamingPolicy.CamelCase.ConvertName(refused.Why.ToString()) };
        if (refused.Who is { } who)
        {
            more["owner"] = who;
        }

        if (refused.Since is { } since)
        {
            more["since"] = since;
        }

        var status = refused.Why == Refusal.OtherVersion ? StatusCodes.Status412PreconditionFailed : StatusCodes.Status409Conflict;
        return TypedResults.Problem(Words(refused), statusCode: status, extensions: more);
    }
}
