using Microsoft.AspNetCore.Diagnostics;
using Npgsql;
using OpsBridge.Identity;
using OpsBridge.SignIn;

namespace OpsBridge.Operations;

/// <summary>Turns what a use case throws into RFC 9457 problem details for callers of the API.</summary>
public sealed class ApiExceptions(IProblemDetailsService problems) : IExceptionHandler
{
    /// <inheritdoc />
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!Schemes.IsApi(httpContext.Request))
        {
            return false;
        }

        var (status, detail) = exception switch
        {
            PermissionDeniedException denied => (StatusCodes.Status403Forbidden, $"This needs the permission {denied.Permission}."),
            BadHttpRequestException bad => (bad.StatusCode, "The request could not be read."),
            NpgsqlException => (StatusCodes.Status503ServiceUnavailable, "The database does not answer. Try again shortly."),
            _ => (StatusCodes.Status500InternalServerError, "Something went wrong; the log holds the details under this trace id."),
        };
        httpContext.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            httpContext.Response.Headers.RetryAfter = "5";
        }

        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = { Status = status, Detail = detail },
        });
    }
}
