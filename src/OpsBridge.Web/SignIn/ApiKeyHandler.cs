using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OpsBridge.Identity;

namespace OpsBridge.SignIn;

/// <summary>
/// <c>Authorization: Bearer ob_…</c>, or <c>Basic</c> with the key as password and any user name, which is all that some tools can
/// send (RFC 7617). In the header only: addresses end up in logs and histories.
/// </summary>
public sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeyCheck keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";
    private const int LongestBasic = 1000;

    /// <inheritdoc />
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (KeyIn(Request.Headers.Authorization.ToString()) is not { } key)
        {
            return AuthenticateResult.NoResult();
        }

        return await keys.FindAsync(key, Context.RequestAborted) is { } actor
            ? AuthenticateResult.Success(new AuthenticationTicket(SessionPrincipal.Of(actor, Schemes.ApiKey), Schemes.ApiKey))
            : AuthenticateResult.Fail("Unknown, expired or revoked key.");
    }

    private static string? KeyIn(string header)
    {
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return header[Bearer.Length..].Trim();
        }

        Span<byte> pair = stackalloc byte[LongestBasic];
        if (!header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) || header.Length > LongestBasic
            || !Convert.TryFromBase64String(header[Basic.Length..].Trim(), pair, out var length))
        {
            return null;
        }

        var colon = pair[..length].IndexOf((byte)':');
        return colon < 0 ? null : Encoding.UTF8.GetString(pair[(colon + 1)..length]);
    }

    /// <inheritdoc />
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer"; // naming Basic would make browsers ask people for a password
        return Results.Problem("Send an API key that is neither expired nor revoked as \"Authorization: Bearer <key>\", or as the password of HTTP Basic.", statusCode: StatusCodes.Status401Unauthorized)
            .ExecuteAsync(Context);
    }

    /// <inheritdoc />
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Results.Problem("The API key lacks the permission that this needs.", statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(Context);
}
