namespace OpsBridge.Ingest;

/// <summary>
/// What goes wrong below <c>/api/v2</c>, wherever it does, is told as Alertmanager tells it: a JSON text. Its clients know no problem
/// details (RFC 9457) and report the media type in place of the reason.
/// </summary>
internal sealed class AlertmanagerErrors : IProblemDetailsWriter
{
    /// <inheritdoc />
    public bool CanWrite(ProblemDetailsContext context) => context.HttpContext.Request.Path.StartsWithSegments("/api/v2", StringComparison.Ordinal);

    /// <inheritdoc />
    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var (response, problem) = (context.HttpContext.Response, context.ProblemDetails);
        response.StatusCode = problem.Status ?? response.StatusCode;
        await response.WriteAsJsonAsync(problem.Detail ?? problem.Title ?? "", context.HttpContext.RequestAborted);
    }
}
