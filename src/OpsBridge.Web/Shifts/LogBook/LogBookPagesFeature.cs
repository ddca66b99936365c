using OpsBridge.Identity;
using OpsBridge.Shell;

namespace OpsBridge.Shifts.LogBook;

/// <summary>Registrations of the pages of the log book.</summary>
public static class LogBookPagesFeature
{
    /// <summary>Adds what the pages need besides the use cases, and the dialog that is everywhere.</summary>
    public static IServiceCollection AddLogBookPages(this IServiceCollection services) => services
        .AddSingleton<LogVerbs>()
        .AddScoped<ILogActions, LogActions>()
        .AddScoped<QuickEntry>()
        .AddScoped<ISearchSource, LogSearch>()
        .Configure<ShellOptions>(shell => shell.Companions.Add(new LayoutCompanion(typeof(QuickLog), Permissions.StandWatch)));
}
