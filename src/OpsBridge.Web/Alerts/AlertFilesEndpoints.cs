using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using OpsBridge.Alerts.History;
using OpsBridge.Identity;
using OpsBridge.SignIn;

namespace OpsBridge.Alerts;

/// <summary>Alerts as files, and as they were.</summary>
internal static class AlertFilesEndpoints
{
    /// <summary>Where a signed-in browser gets the file: the API takes keys only.</summary>
    public const string Download = "/alerts/export";

    private const int MostSteps = 1000;

    /// <summary>Maps files, <c>as-of</c> and the history of one alert.</summary>
    public static void MapAlertHistory(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Download, Export).RequireAuthorization(Permissions.ViewAlerts).ExcludeFromDescription();
        var alerts = routes.MapGroup(AlertsEndpoints.Root).WithTags("Alerts");
        alerts.MapGet("/export", Export).RequireAuthorization(Permissions.ViewAlerts)
            .WithSummary("Alerts raised from one time to another, with notes, as CSV or JSON").Produces(StatusCodes.Status200OK, contentType: "text/csv");
        alerts.MapGet("/as-of", AsOfAsync).RequireAuthorization(Permissions.ViewAlerts).WithSummary("The alerts that were open at a past moment, as they stood then");
        alerts.MapGet("/{id:long}/history", HistoryAsync).RequireAuthorization(Permissions.ViewAlerts).WithSummary("Every step of an alert, newest first");
    }

    private static Results<PushStreamHttpResult, ProblemHttpResult> Export([AsParameters] ExportQuery query, ExportAlerts export, ClaimsPrincipal user, HttpContext http)
    {
        if (!query.TryRead(out var filter, out var format, out var problem))
        {
            return problem;
        }

        var (type, name) = format == AlertExportFormat.Csv ? ("text/csv; charset=utf-8", "alerts.csv") : ("application/json", "alerts.json");
        return TypedResults.Stream(output => export.HandleAsync(filter, format, output, ActorClaims.Read(user), http.RequestAborted), type, name);
    }

    private static async Task<Results<Ok<AsOfView.Board>, ProblemHttpResult>> AsOfAsync(IAlertsAsOf board, ClaimsPrincipal user, CancellationToken ct, DateTimeOffset? at = null) =>
        at is not { } moment
            ? AlertAnswers.Invalid("at", "Name the moment, for example at=2026-11-22T04:00:00Z.")
            : await board.ReadAsync(moment, ActorClaims.Read(user), ct) switch
            {
                AsOfView.Board view => TypedResults.Ok(view),
                AsOfView.TooOld old => AlertAnswers.Invalid("at", string.Create(CultureInfo.InvariantCulture, $"History is kept from {old.Earliest.UtcDateTime:yyyy-MM-dd HH:mm} UTC on.")),
                _ => AlertAnswers.Invalid("at", "That moment is still to come."),
            };

    private static async Task<Results<Ok<AlertLife>, NotFound>> HistoryAsync(long id, IAlertHistory history, ClaimsPrincipal user, CancellationToken ct) =>
        await history.OfAsync(id, MostSteps, ActorClaims.Read(user), ct) is { } life ? TypedResults.Ok(life) : TypedResults.NotFound();
}

/// <summary>What an export is asked for in the address.</summary>
/// <param name="Format">csv (default) or json.</param>
/// <param name="From">Raised at or after.</param>
/// <param name="To">Raised before.</param>
/// <param name="State">open, closed, or all (default).</param>
/// <param name="Severity">At least this bad: info, warning, major or critical.</param>
/// <param name="Filter">Matchers over labels, for example <c>team="web"</c>.</param>
internal sealed record ExportQuery(string? Format, DateTimeOffset? From, DateTimeOffset? To, string? State, string? Severity, string? Filter)
{
    public bool TryRead(out AlertExportFilter filter, out AlertExportFormat format, out ProblemHttpResult problem)
    {
        (filter, format, problem) = (new AlertExportFilter(From, To), string.Equals(Format, "json", StringComparison.OrdinalIgnoreCase) ? AlertExportFormat.Json : AlertExportFormat.Csv, null!);
        var (matchers, error) = string.IsNullOrWhiteSpace(Filter) ? (null, null) : MatcherSet.Parse(Filter);
        var severity = Enum.GetNames<AlertSeverity>().FirstOrDefault(s => string.Equals(s, Severity, StringComparison.OrdinalIgnoreCase));
        var wrong = this switch
        {
            { Format: not (null or "csv" or "json") } => ("format", "Choose csv or json."),
            { State: not (null or "" or "all" or "open" or "closed") } => ("state", "Choose open, closed or all."),
            { Severity: not (null or "") } when severity is null => ("severity", "Choose info, warning, major or critical."),
            { From: { } from, To: { } to } when from >= to => ("to", "The end must lie after the beginning."),
            _ when error is not null => ("filter", error),
            _ => (null, null),
        };
        if (wrong.Item1 is { } field)
        {
            problem = AlertAnswers.Invalid(field, wrong.Item2!);
            return false;
        }

        filter = filter with
        {
            Open = State is "open" or "closed" ? State == "open" : null,
            AtLeast = severity is null ? null : Enum.Parse<AlertSeverity>(severity),
            Matchers = matchers,
        };
        return true;
    }
}
