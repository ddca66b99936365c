using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Alerts;

namespace OpsBridge.Maintenance;

/// <summary>Registrations of the slice.</summary>
public static class MaintenanceFeature
{
    /// <summary>Adds use cases and queries of silences and maintenance windows.</summary>
    public static IServiceCollection AddMaintenance(this IServiceCollection services) => services
        .AddSingleton<SilenceChange>()
        .AddSingleton<SaveSilence>()
        .AddSingleton<ExpireSilence>()
        .AddSingleton<ExtendSilence>()
        .AddSingleton<ISilenceList, SilenceList>()
        .AddSingleton<ISuppressions, Suppressions>();
}
