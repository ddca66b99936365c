using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OpsBridge.Identity;

namespace OpsBridge.SignIn;

/// <summary><c>Authorization: Bearer ob_…</c>, in the header only: addresses end up in logs and histories.</summary>
public sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeyCheck keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Bearer = "Bearer ";

    /// <inheritdoc />
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        return await keys.FindAsync(header[Bearer.Length..].Trim(), Context.RequestAborted) is { } actor
            ? AuthenticateResult.Success(new AuthenticationTicket(SessionPrincipal.Of(actor, Schemes.ApiKey), Schemes.ApiKey))
            : AuthenticateResult.Fail("Unknown, expired or revoked key.");
    }

    /// <inheritdoc />
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Results.Problem("Send an API key that is neither expired nor revoked as \"Authorization: Bearer <key>\".", statusCode: StatusCodes.Status401Unauthorized)
            .ExecuteAsync(Context);
    }

    /// <inheritdoc />
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Results.Problem("The API key lacks the permission that this needs.", statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(Context);
}
