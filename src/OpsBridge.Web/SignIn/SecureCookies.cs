using Microsoft.AspNetCore.Authentication.Cookies;

namespace OpsBridge.SignIn;

/// <summary>
/// Puts <c>__Host-</c> before cookie names on HTTPS, so that no neighbouring host or plain-text connection can set them
/// (RFC 6265bis, 4.1.3.2). Browsers refuse that prefix on plain HTTP, where only loopback is served.
/// </summary>
public sealed class SecureCookies : ICookieManager
{
    private readonly ChunkingCookieManager _inner = new();

    /// <inheritdoc />
    public string? GetRequestCookie(HttpContext context, string key) => _inner.GetRequestCookie(context, Name(context, key));

    /// <inheritdoc />
    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _inner.AppendResponseCookie(context, Name(context, key), value, options);

    /// <inheritdoc />
    public void DeleteCookie(HttpContext context, string key, CookieOptions options) =>
        _inner.DeleteCookie(context, Name(context, key), options);

    private static string Name(HttpContext context, string key) => context.Request.IsHttps ? "__Host-" + key : key;
}
