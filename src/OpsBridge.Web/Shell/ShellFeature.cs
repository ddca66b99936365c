using OpsBridge.Ui;

namespace OpsBridge.Shell;

/// <summary>The frame of every page and the component library.</summary>
public static class ShellFeature
{
    /// <summary>Registers Blazor, the shell's services and the UI kit.</summary>
    public static IServiceCollection AddShell(this IServiceCollection services, Action<ShellOptions>? configure = null)
    {
        services.AddOptions<ShellOptions>().Configure(configure ?? (_ => { }));
        services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(hub =>
        {
            // A dead connection must show within 10 s; start.js has the browser's half of these times.
            hub.KeepAliveInterval = TimeSpan.FromSeconds(3);
            hub.ClientTimeoutInterval = TimeSpan.FromSeconds(12);
        });
        services.AddCascadingAuthenticationState();
        services.AddUi();
        services.AddSingleton<SystemMessages>();
        services.AddScoped<LiveState>();
        services.AddScoped<NavBadges>();
        return services;
    }

    /// <summary>Maps static files and pages. Call after authentication, authorization and antiforgery.</summary>
    public static RazorComponentsEndpointConventionBuilder MapShell(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        return app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
    }
}
