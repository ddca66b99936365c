using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using OpsBridge.Identity;

namespace OpsBridge.SignIn;

/// <summary>Settings of the two cookies.</summary>
internal static class CookieSchemes
{
    // Browsers keep no cookie longer than 400 days (RFC 6265bis); a screen renews it halfway.
    private static readonly TimeSpan s_screen = TimeSpan.FromDays(400);

    public static void Session(CookieAuthenticationOptions options)
    {
        Common(options, Schemes.SessionCookie);
        options.ExpireTimeSpan = SignInSession.Idle;
    }

    public static void Wall(CookieAuthenticationOptions options)
    {
        Common(options, Schemes.WallCookie);
        options.ExpireTimeSpan = s_screen;
    }

    private static void Common(CookieAuthenticationOptions options, string name)
    {
        options.Cookie.Name = name;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax; // a link to an alert in a chat must open signed in; posts carry antiforgery tokens
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.Cookie.Path = "/";
        options.CookieManager = new SecureCookies();
        options.LoginPath = "/sign-in";
        options.ReturnUrlParameter = "returnUrl";
        options.SlidingExpiration = true;
        options.Events.OnValidatePrincipal = ValidateAsync;
        options.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var check = context.HttpContext.RequestServices.GetRequiredService<SessionCheck>();
        if (context.Principal is { } principal && await check.RecentAsync(principal, context.HttpContext.RequestAborted) is { } current)
        {
            context.ReplacePrincipal(current); // the role may have changed since
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(context.Scheme.Name);
    }
}
