using Microsoft.Extensions.DependencyInjection;

namespace OpsBridge.Jobs;

/// <summary>Registrations of jobs: their schedule and their runs.</summary>
public static class JobsFeature
{
    /// <summary>Adds use cases, queries and workers.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services) => services;
}
