using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.StaticAssets;

namespace OpsBridge.SignIn;

/// <summary>
/// Headers that keep a browser from running, framing or storing what it should not (ASVS 5.0: 3.4, 14.3.2). Blazor needs a base
/// element, hence <c>base-uri 'self'</c>; its import map is the one inline script and is allowed by hash. Style attributes are
/// allowed because charts and virtual lists position by them; style elements are not.
/// </summary>
public sealed class SecurityHeaders(RequestDelegate next)
{
    /// <summary>For files that people attached: they may load nothing and run nothing. The only policy that an endpoint may set itself.</summary>
    public const string AttachedFile = "default-src 'none'; sandbox";

    private const string Policy =
        "default-src 'self'; script-src 'self'{0}; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private static readonly CompositeFormat s_policy = CompositeFormat.Parse(Policy);

    /// <summary>Adds the headers and refuses circuits that a page of another site opens (browsers let any page open a WebSocket).</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase) && IsForeign(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            if (context.Features.Get<IStatusCodePagesFeature>() is { } pages)
            {
                pages.Enabled = false; // the answer is for a socket, which can do nothing with a page
            }

            return Task.CompletedTask;
        }

        context.Response.OnStarting(() =>
        {
            Write(context);
            return Task.CompletedTask;
        });
        return next(context);
    }

    // Browsers always send the origin of a WebSocket and of a post; programs that are no browser need not.
    private static bool IsForeign(HttpRequest request) =>
        request.Headers.Origin.ToString() is { Length: > 0 } origin
        && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && new HostString(uri.Authority).Equals(request.Host));

    private static void Write(HttpContext context)
    {
        var headers = context.Response.Headers;
        if (headers.ContentSecurityPolicy != AttachedFile) // pages come with a weaker one of the framework
        {
            headers.ContentSecurityPolicy = string.Format(null, s_policy, ImportMapHash(context));
        }

        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        if (!IsAsset(context))
        {
            headers.CacheControl = "no-store";
        }
    }

    private static bool IsAsset(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null;

    private static string ImportMapHash(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<ImportMapDefinition>()?.ToString() is { } map
            ? $" 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(map.ReplaceLineEndings("\n"))))}'"
            : "";
}
