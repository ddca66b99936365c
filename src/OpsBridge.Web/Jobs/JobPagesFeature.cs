using OpsBridge.Shell;

namespace OpsBridge.Jobs;

/// <summary>Registrations of the pages of jobs.</summary>
public static class JobPagesFeature
{
    /// <summary>Adds what the pages need besides the use cases.</summary>
    public static IServiceCollection AddJobPages(this IServiceCollection services) => services
        .AddSingleton<RunVerbs>()
        .AddSingleton<PauseVerbs>()
        .AddSingleton<JobVerbs>()
        .AddSingleton<JobFormSources>()
        .AddScoped<IJobActions, JobActions>()
        .AddScoped<ICalendarActions, CalendarActions>()
        .AddScoped<ISearchSource, JobSearch>();
}
