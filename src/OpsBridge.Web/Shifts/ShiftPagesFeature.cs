using OpsBridge.Identity;
using OpsBridge.Shell;
using OpsBridge.Shifts.Roster;
using OpsBridge.Shifts.Watch;

namespace OpsBridge.Shifts;

/// <summary>Registrations of the pages of roster and watch.</summary>
public static class ShiftPagesFeature
{
    /// <summary>Adds what the pages need besides the use cases, and the watch in the top bar.</summary>
    public static IServiceCollection AddShiftPages(this IServiceCollection services) => services
        .AddSingleton<WatchVerbs>()
        .AddSingleton<RosterVerbs>()
        .AddSingleton<DeskVerbs>()
        .AddSingleton<SwapVerbs>()
        .AddScoped<ISwapActions, SwapActions>()
        .AddScoped<IWatchActions, WatchActions>()
        .AddScoped<IRosterActions, RosterActions>()
        .AddScoped<IDeskActions, DeskActions>()
        .AddScoped<IRosterImports, RosterImports>()
        .Configure<ShellOptions>(shell => shell.Companions.Add(new LayoutCompanion(typeof(WatchBar), Permissions.ViewShifts)));
}
