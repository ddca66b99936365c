using Microsoft.Extensions.DependencyInjection.Extensions;
using Radzen;

namespace OpsBridge.Ui;

/// <summary>Services of the component library.</summary>
public static class UiFeature
{
    /// <summary>Registers what the components inject, and the UI kit.</summary>
    public static IServiceCollection AddUi(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddScoped<BrowserScripts>();
        services.AddScoped<ViewerTime>();
        services.AddScoped<KeyRegistry>();
        services.AddScoped<Toasts>();
        services.AddScoped<Confirmation>();
        services.AddScoped<SoundAlarm>();
        services.AddRadzenComponents();
        return services;
    }
}
