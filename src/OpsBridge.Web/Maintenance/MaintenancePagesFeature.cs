using OpsBridge.Identity;
using OpsBridge.Shell;

namespace OpsBridge.Maintenance;

/// <summary>Registrations of the pages of silences and maintenance windows.</summary>
public static class MaintenancePagesFeature
{
    /// <summary>Adds what the pages need besides the use cases.</summary>
    public static IServiceCollection AddMaintenancePages(this IServiceCollection services) => services
        .AddSingleton<WindowVerbs>()
        .AddSingleton<MaintenanceVerbs>()
        .AddSingleton<WindowFormSources>()
        .AddScoped<IMaintenanceActions, MaintenanceActions>()
        .Configure<ShellOptions>(shell => shell.Companions.Add(new LayoutCompanion(typeof(MaintenanceVoice), Permissions.ViewAlerts)));
}
