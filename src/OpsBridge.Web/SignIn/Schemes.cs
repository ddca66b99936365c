namespace OpsBridge.SignIn;

/// <summary>The ways to prove who one is.</summary>
public static class Schemes
{
    /// <summary>Chooses one of the others by the request; the default.</summary>
    public const string ByRequest = "OpsBridge";

    /// <summary>The cookie of somebody who signed in.</summary>
    public const string Session = "Session";

    /// <summary><c>Authorization: Bearer</c> or <c>Basic</c> with an API key; the only one that <c>/api</c> accepts, so no page of another site can use a cookie there.</summary>
    public const string ApiKey = "ApiKey";

    /// <summary>The cookie of a wallboard screen.</summary>
    public const string Wall = "Wall";

    /// <summary>Cookie name of <see cref="Session"/>; <c>__Host-</c> comes before it on HTTPS.</summary>
    public const string SessionCookie = "opsbridge";

    /// <summary>Cookie name of <see cref="Wall"/>.</summary>
    public const string WallCookie = "opsbridge-wall";

    private static readonly string[] s_programs = ["/api", "/-", "/v1/actions", "/v2/enqueue"];

    /// <summary>The scheme for a request.</summary>
    public static string For(HttpContext context)
    {
        if (IsApi(context.Request))
        {
            return ApiKey;
        }

        var cookies = new SecureCookies();
        return cookies.GetRequestCookie(context, SessionCookie) is null && cookies.GetRequestCookie(context, WallCookie) is not null ? Wall : Session;
    }

    /// <summary>Whether programs are meant rather than people: the API, and the paths that other products' clients have built in.</summary>
    public static bool IsApi(HttpRequest request) =>
        Array.Exists(s_programs, path => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));
}
