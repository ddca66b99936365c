using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Jobs.Profiles;

namespace OpsBridge.Jobs;

/// <summary>Registrations of what screens read about jobs.</summary>
internal static class JobQueriesFeature
{
    /// <summary>Adds the queries.</summary>
    public static IServiceCollection AddJobQueries(this IServiceCollection services) => services
        .AddSingleton<IJobList, JobList>()
        .AddSingleton<IJobSheet, JobSheet>()
        .AddSingleton<IRunReader, RunReader>()
        .AddSingleton<IRunDay, RunDay>()
        .AddSingleton<IJobBoard, JobBoard>()
        .AddSingleton<IRunsBeside, RunsBeside>();
}
