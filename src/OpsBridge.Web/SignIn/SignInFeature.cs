using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using OpsBridge.Identity;

namespace OpsBridge.SignIn;

/// <summary>Who may come in: registrations, middleware and endpoints.</summary>
public static class SignInFeature
{
    /// <summary>Adds schemes, policies, rate limits and the key ring.</summary>
    public static IServiceCollection AddSignIn(this IServiceCollection services)
    {
        services.AddAuthentication(Schemes.ByRequest)
            .AddPolicyScheme(Schemes.ByRequest, null, options => options.ForwardDefaultSelector = Schemes.For)
            .AddCookie(Schemes.Session, CookieSchemes.Session)
            .AddCookie(Schemes.Wall, CookieSchemes.Wall)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(Schemes.ApiKey, null);
        services.AddAuthorization(PermissionRequirement.AddPolicies);
        services.AddRateLimiter(TryLimits.Configure);
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "opsbridge-form";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddDataProtection().SetApplicationName("OpsBridge");
        services.AddOptions<KeyManagementOptions>()
            .Configure<ProtectionKeyRing>((options, ring) => options.XmlRepository = new KeyRingRepository(ring));
        return services
            .AddSingleton<SessionCheck>()
            .AddSingleton<AccountVerbs>()
            .AddSingleton<AccessVerbs>()
            .AddScoped<CurrentActor>()
            .AddScoped<BrowserSession>()
            .AddScoped<CircuitHandler, SessionCircuit>()
            .AddHostedService<ClaimLinkPrinter>();
    }

    /// <summary>Adds headers, limits, authentication, the claim gate, authorization and antiforgery, in this order.</summary>
    public static WebApplication UseSignIn(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<PlainAnswers>();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseMiddleware<ClaimGate>();
        app.UseAuthorization();
        app.UseAntiforgery();
        return app;
    }

    /// <summary>Maps signing out and the wallboard links. Signing in is a page.</summary>
    public static IEndpointRouteBuilder MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sign-out", SignOutAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/wall/{secret}", OpenWallAsync).AllowAnonymous().ExcludeFromDescription();
        return routes;
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery, Sessions sessions, CancellationToken ct)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Results.BadRequest();
        }

        if (SessionPrincipal.SessionOf(context.User) is { } session)
        {
            await sessions.EndAsync(session, ActorClaims.Read(context.User), ct);
        }

        await context.SignOutAsync(Schemes.Session);
        return Results.Redirect("/sign-in");
    }

    private static async Task<IResult> OpenWallAsync(string secret, HttpContext context, WallScreens screens, CancellationToken ct)
    {
        if (await screens.OpenAsync(secret, ct) is not { } screen)
        {
            return Results.NotFound();
        }

        await context.SignInAsync(Schemes.Wall, SessionPrincipal.Of(screen, Schemes.Wall), new AuthenticationProperties { IsPersistent = true });
        return Results.Redirect("/wall");
    }
}
