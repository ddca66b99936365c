using OpsBridge.Alerts;
using OpsBridge.Identity;
using OpsBridge.Rounds.Checklists;
using OpsBridge.Rounds.Runbooks;

namespace OpsBridge.Rounds;

/// <summary>Registrations of the pages of rounds.</summary>
public static class RoundsPagesFeature
{
    /// <summary>Adds what the pages need besides the use cases.</summary>
    public static IServiceCollection AddRoundsPages(this IServiceCollection services) => services
        .AddSingleton<RoundVerbs>()
        .AddScoped<IRoundActions, RoundActions>()
        .AddSingleton<ChecklistVerbs>()
        .AddSingleton<ChecklistSources>()
        .AddScoped<IChecklistActions, ChecklistActions>()
        .AddSingleton<RunbookVerbs>()
        .AddScoped<IRunbookActions, RunbookActions>()
        .Configure<AlertCompanions>(companions => companions.All.Add(new AlertCompanion(typeof(AlertRunbooks), Permissions.ViewRounds)));
}
